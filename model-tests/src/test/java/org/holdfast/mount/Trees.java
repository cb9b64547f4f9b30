package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.holdfast.testkit.Program;

/** Descriptions of trees that are equal when the trees are. */
final class Trees {
    private static final int SHOWN = 10;

    private Trees() {}

    /** Names, types, modes, owners, sizes, link counts, targets and extended attributes of everything below. */
    static String attributes(Path root) {
        return Program.shell(
                        "cd \"$1\" && find . -mindepth 1 -type d -printf '%P %y %m %U %G\\n'"
                                + " -o -mindepth 1 -printf '%P %y %m %U %G %s %n %l\\n' | sort"
                                + "; getfattr -R -d -h -P -m - -e hex . 2>/dev/null; true",
                        root)
                .mustSucceed()
                .out();
    }

    /** The same with modification times, contents, and which names are one file. */
    static String everything(Path root) {
        return attributes(root)
                + Program.shell(
                                "cd \"$1\" && find . -mindepth 1 -printf '%P %T@\\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum"
                                        + "; find . -type f -links +1 -printf '%i %P\\n' | sort"
                                        + " | awk '{ if ($1 != i) { i = $1; n++ } $1 = n; print }' | cut -d' ' -f2- | sort",
                                root)
                        .mustSucceed()
                        .out();
    }

    /** Fails with the first lines that only one of two descriptions has. */
    static void assertSame(String what, String actual, String expected) {
        Set<String> missing = new LinkedHashSet<>(expected.lines().toList());
        Set<String> surplus = new LinkedHashSet<>(actual.lines().toList());
        surplus.removeAll(missing);
        actual.lines().forEach(missing::remove);
        assertThat(surplus.stream().limit(SHOWN).map(line -> "+ " + line))
                .as(
                        "%s: lines that should not be (+) and %d that are missing (-): %s",
                        what, missing.size(), missing.stream().limit(SHOWN).toList())
                .isEmpty();
        assertThat(missing.stream().limit(SHOWN))
                .as("%s: lines that are missing", what)
                .isEmpty();
    }
}
