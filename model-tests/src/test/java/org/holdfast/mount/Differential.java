package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Subject;

/** Runs a script on the bare file system and at the mount and compares the results, and what lies on the file system after. */
final class Differential {
    private final Fixture fixture;
    private final String[] optionsOfBoth;

    /** The options go to fsop on both sides. */
    Differential(Fixture fixture, String... optionsOfBoth) {
        this.fixture = fixture;
        this.optionsOfBoth = optionsOfBoth;
    }

    /** Options go to fsop at the mount: {@code -d} drops the caches before every operation. */
    void check(Script script, String... options) {
        Path bare = fixture.bare().resolve(script.name());
        Path source = fixture.source().resolve(script.name());
        Path client = fixture.client().resolve(script.name());
        try {
            Files.createDirectory(bare);
            Files.createDirectory(source);
            List<String> expected = script.run(bare, bare, optionsOfBoth);
            List<String> all = new ArrayList<>(List.of(options));
            all.addAll(List.of(optionsOfBoth));
            if (!Subject.isNative()) {
                all.add("-m");
            }
            List<String> actual = script.run(client, source, all.toArray(String[]::new));
            assertThat(differences(expected, actual))
                    .as("operations of %s whose result at the mount is not that of the bare file system", script)
                    .isEmpty();
            Trees.assertSame(
                    "the tree that %s leaves, at the mount".formatted(script),
                    Trees.attributes(client),
                    Trees.attributes(bare));
            fixture.mounted().daemon().ifPresent(DaemonProcess::awaitIdle);
            Trees.assertSame(
                    "the tree that %s leaves, on the host".formatted(script),
                    Trees.attributes(source),
                    Trees.attributes(bare));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(bare);
            remove(source);
        }
    }

    private static List<String> differences(List<String> expected, List<String> actual) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String bare = i < expected.size() ? expected.get(i) : "(nothing)";
            String mount = i < actual.size() ? actual.get(i) : "(nothing)";
            if (!bare.equals(mount)) {
                int result = mount.indexOf(" => ");
                differences.add("\n  line " + bare + "\n    at the mount " + mount.substring(Math.max(result, 0)));
            }
        }
        return differences;
    }

    private static void remove(Path directory) {
        if (Program.of("rm", "-rf", directory).run().exit() != 0) {
            Program.of("chattr", "-R", "-i", "-a", directory).run();
            Program.of("rm", "-rf", directory).mustSucceed();
        }
    }
}
