package org.holdfast.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the project's own files are, wherever the tests are started from. */
public final class Project {
    private static final Path TOP = findTop();

    private Project() {}

    /** The directory that holds the modules and the launcher. */
    public static Path top() {
        return TOP;
    }

    /** The words of the command that stands for {@code holdfast}: system property {@code holdfast.launcher}. */
    public static List<String> launcher() {
        return List.of(
                System.getProperty("holdfast.launcher", TOP.resolve("holdfast").toString())
                        .split(" "));
    }

    private static Path findTop() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("model-tests"))) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IllegalStateException(
                    "no directory above " + Path.of("").toAbsolutePath() + " holds model-tests");
        }
        return here;
    }
}
