package org.holdfast.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.Program;

/** A directory on which programs run by system calls, each in a fresh directory of its own below it. */
public final class Place {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** A batch in one shell: starting a process from here takes longer than most programs. Writing to nobody is no end. */
    private static final String RUN_ALL = "trap '' PIPE; cd \"$1\" || exit 2;"
            + " for i in $(seq 0 $(($4 - 1))); do mkdir \"$3/p$i\" && chown 0:0 \"$3/p$i\" && chmod 0755 \"$3/p$i\" || exit 2;"
            + " \"$2\" \"$3/p$i\" \"$3/p$i\" < \"$i.fsop\" > \"$i.out\" 2> \"$i.err\"; rm -rf \"$3/p$i\"; done";

    private final Path directory;
    private final Path scripts;

    /** Scripts and results go to a scratch directory elsewhere. */
    public Place(Path directory, Path scripts) {
        this.directory = directory;
        this.scripts = scripts;
    }

    /** The lines that fsop prints for each program. */
    public List<List<String>> run(List<List<String>> programs) {
        try {
            for (int i = 0; i < programs.size(); i++) {
                Files.write(scripts.resolve(i + ".fsop"), programs.get(i));
            }
            Program.shell(RUN_ALL, scripts, CTools.fsop(), directory, programs.size())
                    .limit(LIMIT)
                    .mustSucceed();
            List<List<String>> results = new ArrayList<>();
            for (int i = 0; i < programs.size(); i++) {
                results.add(Files.readAllLines(scripts.resolve(i + ".out")));
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
