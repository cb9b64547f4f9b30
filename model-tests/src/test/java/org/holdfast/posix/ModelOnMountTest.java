package org.holdfast.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Mounted;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Subject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program sees at the mount is what the model allows. */
@Tag("mount")
final class ModelOnMountTest {
    private static final int PROGRAMS = 1_000;

    @ParameterizedTest
    @EnumSource(
            value = FsKind.class,
            names = {"EXT4", "TMPFS"})
    void allowsWhatTheMountDoes(FsKind kind) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            Path source = Files.createDirectory(LoopFs.mount(scratch, kind).resolve("source"));
            Path client = scratch.directory("client");
            try (Mounted mounted = Subject.mount(scratch, source, client)) {
                Place place = new Place(mounted.mountPoint(), scratch.directory("scripts"));
                new Comparison("ModelOnMountTest", kind.name(), place, HostSettings.atMount(kind))
                        .without(FuseLimits::differs)
                        .check(PROGRAMS);
            }
        }
    }
}
