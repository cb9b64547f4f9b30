package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that lean on locks, shared memory and many small files. */
@MountTest(needsDaemon = false)
final class ApplicationsTest {
    private static final int WRITERS = 2;
    private static final int INSERTS = 300;

    @ParameterizedTest
    @EnumSource(
            value = FsKind.class,
            names = {"EXT4", "XFS"})
    void sqliteWithAWriteAheadLogAndTwoWriters(FsKind kind) {
        try (Fixture fixture = Fixture.mounted(kind)) {
            Path database = fixture.client().resolve("data.db");
            assertThat(sqlite(
                                    database,
                                    "PRAGMA journal_mode=WAL; CREATE TABLE t(writer INT, n INT, UNIQUE(writer, n));")
                            .mustSucceed()
                            .out())
                    .as("journal mode")
                    .isEqualTo("wal\n");
            List<Program.Running> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                StringBuilder inserts = new StringBuilder(".timeout 60000\n");
                for (int n = 0; n < INSERTS; n++) {
                    inserts.append("INSERT INTO t VALUES(%d, %d);%n".formatted(writer, n));
                }
                writers.add(Program.of("sqlite3", "-bail", database)
                        .input(inserts.toString())
                        .start());
            }
            for (Program.Running writer : writers) {
                Program.Result result = writer.await().mustSucceed();
                assertThat(result.err()).as("errors of a writer").isEmpty();
            }
            String check = "PRAGMA integrity_check; SELECT count(*), count(DISTINCT writer) FROM t;";
            String expected = "ok\n" + WRITERS * INSERTS + "|" + WRITERS + "\n";
            assertThat(sqlite(database, check).mustSucceed().out())
                    .as("at the mount")
                    .isEqualTo(expected);
            assertThat(sqlite(fixture.source().resolve("data.db"), check)
                            .mustSucceed()
                            .out())
                    .as("on the host")
                    .isEqualTo(expected);
        }
    }

    private static Program sqlite(Path database, String sql) {
        return Program.of("sqlite3", "-bail", "-cmd", ".timeout 60000", database, sql);
    }

    /** The project builds one of its own modules in a copy of itself at the mount. */
    @ParameterizedTest
    @EnumSource(
            value = FsKind.class,
            names = {"EXT4"})
    void mavenBuildsThisProject(FsKind kind) {
        try (Fixture fixture = Fixture.mounted(kind)) {
            Path project = fixture.client().resolve("project");
            Program.shell(
                            "mkdir \"$2\" && cd \"$1\" && tar --exclude=target --exclude=.git -cf - . | tar -C \"$2\" -xf -",
                            Project.top(),
                            project)
                    .mustSucceed();
            Program.of("mvn", "-B", "-o", "-q", "-DskipTests", "-Dspotless.check.skip=true", "-pl", "spec", "package")
                    .in(project)
                    .limit(Duration.ofMinutes(3))
                    .mustSucceed();
            assertThat(Program.shell("ls spec/target/*.jar | wc -l")
                            .in(project)
                            .mustSucceed()
                            .out()
                            .strip())
                    .as("jars built")
                    .isNotEqualTo("0");
        }
    }
}
