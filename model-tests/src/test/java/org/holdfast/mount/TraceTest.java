package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.holdfast.mutant.Mutant;
import org.holdfast.mutant.Planting;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Status;
import org.holdfast.verify.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs make the daemon do is a run of the model: in its trace, and while it happens. */
@MountTest
final class TraceTest {
    private static final String GIT = """
            git init -q repository && cd repository
            for i in $(seq 40); do mkdir d$i; echo $i >d$i/file; ln d$i/file d$i/other; done
            git add . && git -c user.name=a -c user.email=a@b commit -qm first
            rm -r d1? && git checkout -q . && git gc -q && git status --short
            """;
    private static final String TAR = """
            tar cf all.tar -C "$SOURCES" . && mkdir out && tar xf all.tar -C out && rm all.tar
            mv out in && find in -name '*.java' -exec cat {} + >all && rm -r in all
            """;
    private static final String JAVAC = """
            cp -r "$SOURCES"/org . && mkdir classes && find org -name '*.java' >list
            "$JAVA_HOME"/bin/javac -nowarn -d classes @list && rm -r classes
            """;
    private static final String STORM = """
            for c in 1 2 3 4; do (for i in $(seq 150); do
              echo $c >a$((i % 7)); ln -f a$((i % 7)) b$((i % 5)); mv -f b$((i % 5)) c$((i % 3)); rm -f a$(((i + 3) % 7))
              cat a* b* c* ; ls -l; done >/dev/null 2>&1) & done; wait
            """;

    private static final String FEW_FILES =
            "for i in 1 2 3; do echo x >a$i; ln -f a$i b$i; cat b$i; ls -l; rm a$i; ls -l; rm b$i; done";
    private static final int DIVERGED = 4;

    @ParameterizedTest(name = "{0} --policy {1}")
    @CsvSource({"git,link", "git,fd", "tar,link", "javac,link", "storm,link", "storm,fd"})
    void aTraceIsARunOfTheModel(String what, String policy) throws IOException {
        Path trace;
        Verification found;
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            trace = fixture.root().resolve("trace");
            fixture.mount("--policy", policy, "--trace", trace.toString());
            run(what, fixture.client());
            Kernel.dropCaches();
            run(what.equals("git") ? "again" : "nothing", fixture.client());
            fixture.mounted().close();
            found = Verification.of(trace);
            System.out.printf("%s with policy %s: %,d events%n", what, policy, found.events());
            assertThat(found.divergence()).as(found.text()).isEmpty();
        }
        assertThat(found.events()).as("events").isGreaterThan(1000);
    }

    @Test
    void aVerifiedMountServesAndSaysHowFarItHasCome() {
        try (Fixture fixture = Fixture.mounted(FsKind.EXT4, "--verify")) {
            run("git", fixture.client());
            Status status = fixture.daemon().status();
            assertThat(status.number("verified", "events"))
                    .as(status.toString())
                    .isGreaterThan(1000);
            assertThat(String.valueOf(status.map("verified").get("divergence"))).isEmpty();
        }
    }

    /** It tells what the daemon did, keeps what shows it, and takes the mount away. */
    @ParameterizedTest
    @ValueSource(strings = {"Z04-link-not-counted", "Z14-unlink-keeps-lookup", "Z22-nodeid-again"})
    void aPlantedBugStopsAVerifiedMount(String mutant) throws IOException {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            Path trace = fixture.root().resolve("trace");
            DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .launcher(Planting.plant(Mutant.of(mutant)))
                    .options("--verify", "--at-divergence", "stop", "--trace", trace.toString())
                    .start();
            Program.shell("cd \"$1\" && " + FEW_FILES, fixture.client()).run();
            Kernel.dropCaches();
            Program.shell("cd \"$1\" && " + FEW_FILES, fixture.client()).run();
            Await.until("the daemon stops", () -> !daemon.isAlive());
            assertThat(daemon.terminate()).as(daemon.log()).isEqualTo(DIVERGED);
            assertThat(daemon.log()).contains("allowed are only");
            assertThat(MountTable.isMountPoint(fixture.client())).isFalse();
            Verification again = Verification.of(trace.resolveSibling("trace.shortest"));
            System.out.printf("%s: noticed; after %d lines of its trace%n", mutant, again.events());
            assertThat(again.divergence()).isPresent();
        }
    }

    private static void run(String what, Path in) {
        String script =
                switch (what) {
                    case "git" -> GIT;
                    case "again" -> "cd repository && git status --short && rm -r d2? && ls -lR >/dev/null";
                    case "tar" -> TAR;
                    case "javac" -> JAVAC;
                    case "storm" -> STORM;
                    default -> "true";
                };
        Program.shell("cd \"$1\" && export SOURCES=\"$2\" JAVA_HOME=\"$3\" && " + script, in, sources(), java())
                .mustSucceed();
    }

    private static Path sources() {
        return Project.top().resolve("spec/src/main/java");
    }

    private static String java() {
        return System.getProperty("java.home");
    }
}
