package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Git keeps of each file its inode number, change time and more; a status reads again every file of which one differs. So a
 * second status that opens no tracked file shows that all of these are stable, also when the client has forgotten everything.
 */
@MountTest(needsDaemon = false)
final class GitTest {
    private static final int FILES = 500;
    private static final Pattern OPENED = Pattern.compile("openat\\([^\"]*\"(tracked/[^\"]*\\.txt)\"");

    @ParameterizedTest
    @EnumSource(
            value = FsKind.class,
            names = {"EXT4", "XFS"})
    void aSecondStatusReadsNoFile(FsKind kind) {
        try (Fixture fixture = Fixture.mounted(kind)) {
            Path home = fixture.scratch().directory("home");
            Path origin = fixture.scratch().directory("origin");
            git(
                    home,
                    "git init -q . && mkdir tracked && for i in $(seq " + FILES + "); do mkdir -p tracked/$((i % 20))"
                            + " && echo content $i > tracked/$((i % 20))/$i.txt; done && git add . && git commit -q -m first"
                            + " && git checkout -q -b side && git rm -q tracked/1/1.txt && git commit -q -m second",
                    origin);
            Path clone = fixture.client().resolve("clone");
            git(home, "git clone -q --no-local \"$2\" clone", fixture.client(), origin);
            // A file written in the same second as the index has to be read again, on any file system.
            Await.pause(Duration.ofMillis(1100));
            assertThat(filesReadByStatus(home, clone))
                    .as("files that the first status reads")
                    .isNotNull();
            assertThat(filesReadByStatus(home, clone))
                    .as("files that the second status reads")
                    .isEmpty();
            Kernel.dropCaches();
            assertThat(filesReadByStatus(home, clone))
                    .as("files that status reads after forgetting")
                    .isEmpty();
            Program.of("touch", clone.resolve("tracked/2/2.txt")).mustSucceed();
            assertThat(filesReadByStatus(home, clone))
                    .as("files that status reads after a touch")
                    .containsExactly("tracked/2/2.txt");

            git(
                    home,
                    "git checkout -q master 2>/dev/null || git checkout -q main; git gc -q && git fsck --strict",
                    clone);
            git(
                    home,
                    "git checkout -q -b work && git mv tracked/3 tracked/moved && git commit -q -am moved && git rebase -q origin/side"
                            + " && git stash list && git worktree add -q ../tree && git -C ../tree status --short",
                    clone);
            assertThat(git(home, "git status --short && git -C ../tree status --short", clone)
                            .out())
                    .as("changes that nobody made")
                    .isEmpty();
        }
    }

    private static List<String> filesReadByStatus(Path home, Path clone) {
        Path trace = home.resolve("trace");
        Program.Result status = git(home, "strace -f -e trace=openat -o \"$2\" git status --short", clone, trace);
        assertThat(status.out()).as("git status").isEmpty();
        return Program.of("cat", trace).mustSucceed().lines().stream()
                .map(OPENED::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    /** Runs a script in a directory ($1), with an identity and no configuration of the user's. */
    private static Program.Result git(Path home, String script, Path directory, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = directory;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return Program.shell("cd \"$1\" && " + script, arguments)
                .env("HOME", home.toString())
                .env("GIT_CONFIG_NOSYSTEM", "1")
                .env("GIT_AUTHOR_NAME", "a")
                .env("GIT_AUTHOR_EMAIL", "a@example.org")
                .env("GIT_COMMITTER_NAME", "a")
                .env("GIT_COMMITTER_EMAIL", "a@example.org")
                .mustSucceed();
    }
}
