package org.holdfast.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.World;
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

    private static final int SETGID = 02000;
    private static final int GROUP_EXECUTE = 0010;

    static boolean isKnownToDiffer(World world, String line) {
        return !world.caller().isRoot() && (isLink(line) || mayTakeSetgidAway(world, line));
    }

    /**
     * protected_hardlinks looks at the mode that the client's kernel remembers: a file that a write has taken setuid from
     * counts as setuid until somebody asks for its attributes, so that only root links here.
     */
    private static boolean isLink(String line) {
        return line.startsWith("link");
    }

    /**
     * A write keeps setgid without group execute if the writer is in the file's group. The request names the writer's own
     * group and none of the others, so that a writer who is in the file's group by one of these loses the bit here.
     */
    private static boolean mayTakeSetgidAway(World world, String line) {
        boolean writes = line.matches("(write|truncate|ftruncate|fallocate) .*") || line.contains("trunc|");
        return writes
                && world.objects().values().stream()
                        .anyMatch(object -> object.is(Kind.FILE)
                                && (object.mode() & (SETGID | GROUP_EXECUTE)) == SETGID
                                && world.caller().groups().contains(object.gid()));
    }

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
                        .without(ModelOnMountTest::isKnownToDiffer)
                        .check(PROGRAMS);
            }
        }
    }
}
