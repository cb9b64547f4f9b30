package org.holdfast.posix;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.holdfast.modelfs.ModelFs;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.Handle;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The model as a file system shows to programs what the model allows: what mounts it adds nothing of its own. */
@Tag("mount")
final class MountedModelTest {
    private static final int PROGRAMS = 100;
    private static final String APPLICATIONS = """
            set -e
            cd "$1"
            git config --global user.name nobody && git config --global user.email nobody@example.org
            git init -q origin && cd origin
            for i in $(seq 30); do mkdir -p $((i % 5)) && echo content $i > $((i % 5))/$i.txt; done
            ln 1/1.txt 1/second && ln -s 1/1.txt soft
            git add . && git commit -q -m first && git mv 2 moved && git commit -q -m second && git fsck --strict
            cd .. && git clone -q --no-local origin clone && diff -r -x .git origin clone
            tar cf all.tar origin && mkdir out && tar xf all.tar -C out && diff -r origin out/origin
            test "$(stat -c %h out/origin/1/second)" = 2
            rm -rf origin clone out all.tar && test -z "$(ls -A)"
            """;
    private static final int SETUID_SETGID = 06000;

    /**
     * libfuse knows no O_TMPFILE and no flags of a rename. Of most that comes with a handle it asks by path, for which the
     * caller may lack the permission, and what has no name cannot be opened again. To the kernel each name of a file is a
     * file of its own, so that it knows too little of link counts to link from a handle. Nobody asks it for leave to pass a
     * directory by "." or "..".
     */
    static boolean isBeyondLibfuse(World world, String line) {
        String[] words = line.split(" ");
        boolean byHandle = words[0].matches("f(stat|snap|changed|chmod|chown|utimens|truncate|.*xattr)|handle-is");
        boolean withDots = line.matches(".*/\\.\\.?(/| |$).*");
        return line.contains("tmpfile")
                || line.matches("rename \\S+ \\S+ [^0].*")
                || words[0].matches("fls|link-handle")
                || (byHandle || withDots) && !world.caller().isRoot()
                || byHandle && Arrays.stream(words).anyMatch(word -> isUnseen(world, word))
                || opensPipe(world, words)
                || renamesToItsOtherName(world, words)
                || words[0].matches("rmdir|rename") && somethingIsHidden(world)
                || mayKillPrivileges(world, line);
    }

    /** The kernel opens it without a word to libfuse, whoever asks. */
    private static boolean opensPipe(World world, String[] words) {
        return words[0].matches("open|cat")
                && !world.caller().isRoot()
                && status(world, words[words[0].equals("open") ? 2 : 1], true)
                        .filter(status -> status.object().is(Kind.FIFO))
                        .isPresent();
    }

    /** libfuse gives what is unlinked while open another name in the same directory, which is not empty then. */
    private static boolean somethingIsHidden(World world) {
        return world.handles().values().stream()
                .anyMatch(handle -> world.at(handle.object()).nlink() == 0);
    }

    /** To libfuse they are two files, and it hides the second one, if it is open, from the rename. */
    private static boolean renamesToItsOtherName(World world, String[] words) {
        return words[0].equals("rename")
                && status(world, words[1], false)
                        .map(Result.Status::number)
                        .equals(status(world, words[2], false).map(Result.Status::number));
    }

    private static Optional<Result.Status> status(World world, String path, boolean follow) {
        Result result = new Looking.Stat(Words.of(path).get(0), follow)
                .in(world.as(Caller.ROOT))
                .iterator()
                .next()
                .result();
        return result instanceof Result.Status status ? Optional.of(status) : Optional.empty();
    }

    /** The kernel opens it without a word to libfuse: a pipe, or anything with O_PATH. */
    private static boolean isUnseen(World world, String name) {
        Handle handle = world.handles().get(name);
        return handle != null && (world.at(handle.object()).is(Kind.FIFO) || handle.has(OpenFlag.PATH));
    }

    /** The kernel takes setuid and setgid away by a chmod of its own, before it asks for what would be refused. */
    private static boolean mayKillPrivileges(World world, String line) {
        boolean writes = line.matches("(write|truncate|fallocate|chown).*") || line.contains("trunc|");
        return !world.caller().isRoot()
                && writes
                && world.objects().values().stream().anyMatch(object -> (object.mode() & SETUID_SETGID) != 0);
    }

    @Test
    void doesWhatTheModelAllows() {
        try (Scratch scratch = Scratch.create()) {
            Path at = scratch.directory("model");
            try (ModelFs model = new ModelFs(HostSettings.atMount(FsKind.EXT4))) {
                model.mount(at);
                new Comparison(
                                "MountedModelTest",
                                "MODEL",
                                new Place(at, scratch.directory("scripts")),
                                HostSettings.atMount(FsKind.EXT4))
                        .without(MountedModelTest::isBeyondLibfuse)
                        .seldom("fls", "link-handle", "EBUSY", "ELOOP", "ESPIPE", "ENXIO")
                        .check(PROGRAMS);
            }
        }
    }

    /** Programs that others wrote work on the model, and it keeps what they store. */
    @Test
    void servesGitAndTar() {
        try (Scratch scratch = Scratch.create()) {
            Path at = scratch.directory("model");
            Path home = scratch.directory("home");
            try (ModelFs model = new ModelFs(HostSettings.atMount(FsKind.EXT4))) {
                model.mount(at);
                Program.shell(APPLICATIONS, at).env("HOME", home.toString()).mustSucceed();
            }
        }
    }
}
