package org.holdfast.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.holdfast.modelfs.ModelFs;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Mounted;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Subject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same programs at the daemon's mount, on the model as a file system, and on the host's file system directly: what each
 * call answers and the whole tree in the end are the same in all three. Where the model allows several answers two may
 * differ and all be right; such differences are few and have names here.
 */
@Tag("mount")
final class ThreeWayTest {
    private static final int PROGRAMS = 200;
    private static final int OPERATIONS = 40;
    private static final int BATCH = 50;
    private static final long SEED = 1;
    private static final Path FAILURE = Project.top().resolve("model-tests/target/posix/ThreeWayTest.fsop");

    /** The answers of the mount, the mounted model and the host to one line. */
    private record Answers(String line, String mount, String model, String host) {
        boolean differ() {
            return !mount.equals(host) || !mount.equals(model);
        }

        String table() {
            return "%s%n  mount  %s%n  model  %s%n  host   %s%n".formatted(line, mount, model, host);
        }
    }

    /** Why answers may differ; a pattern of a line with its three answers. */
    private enum Reason {
        /** The mount and the model are mounted nodev, the host's file system is not: mount(8). */
        NODEV("(open|cat) .* / EACCES / EACCES / ENXIO"),
        /** When a read moves the access time is the file system's affair: mount(8). */
        RELATIME("times .* / .* mtime=(\\S+) / .* mtime=\\1 / .* mtime=\\1"),
        /**
         * Times of two objects are in no order, those of one as fine as the clock; an inode number may come again; a
         * directory's size is the file system's affair.
         */
        CLOCK(
                "f?changed .* /(?: ino)?(.*?)(?: size)?(?: mtime)?(?: ctime)? /(?: ino)?\\1(?: size)?(?: mtime)?(?: ctime)?"
                        + " /(?: ino)?\\1(?: size)?(?: mtime)?(?: ctime)?"),

        /** The mount and the host agree, and the model allows what is answered on it as well. */
        MODEL(".* / (.*) / .* / \\1"),
        /** Where a directory ends is the file system's affair: lseek(2). */
        END("seek .* end / \\d+ / \\d+ / EINVAL");

        private final Pattern pattern;

        Reason(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }

        boolean explains(Answers one) {
            return pattern.matcher(String.join(" / ", one.line, one.mount, one.model, one.host))
                    .matches();
        }
    }

    private final Map<Reason, Integer> named = new TreeMap<>();

    @Test
    void theMountTheModelAndTheHostAgree() throws IOException {
        try (Scratch scratch = Scratch.create();
                ModelFs model = new ModelFs(HostSettings.atMount(FsKind.EXT4))) {
            Path ext4 = LoopFs.mount(scratch, FsKind.EXT4);
            Path atModel = scratch.directory("model");
            model.mount(atModel);
            try (Mounted mounted = Subject.mount(
                    scratch, Files.createDirectory(ext4.resolve("source")), scratch.directory("client"))) {
                List<Place> places = List.of(
                        new Place(mounted.mountPoint(), scratch.directory("mount-scripts")),
                        new Place(atModel, scratch.directory("model-scripts")),
                        new Place(Files.createDirectory(ext4.resolve("host")), scratch.directory("host-scripts")));
                compare(places);
            }
        }
    }

    private void compare(List<Place> places) throws IOException {
        Programs source = new Programs(
                Long.getLong("posix.seed", SEED),
                (world, line) -> FuseLimits.differs(world, line) || MountedModelTest.isBeyondLibfuse(world, line));
        int count = Integer.getInteger("posix.programs", PROGRAMS);
        int lines = 0;
        for (int done = 0; done < count; done += BATCH) {
            List<List<String>> programs = new ArrayList<>();
            for (int i = done; i < Math.min(done + BATCH, count); i++) {
                programs.add(source.next(OPERATIONS));
            }
            List<List<Answers>> all = run(programs, places);
            for (int i = 0; i < all.size(); i++) {
                judge(all.get(i));
                lines += all.get(i).size();
                if (!unexplained(all.get(i)).isEmpty()) {
                    fail(programs.get(i), places);
                }
            }
        }
        System.out.printf(
                "ThreeWayTest: %,d programs, %,d lines, the same in all three but for %s%n", count, lines, named);
    }

    /** What is answered on the model is allowed, be it another answer than the mount's and the host's. */
    private static void judge(List<Answers> answers) {
        List<String> program = answers.stream().map(Answers::line).toList();
        List<String> results =
                answers.stream().map(one -> one.line + " => " + one.model).toList();
        assertThat(new Oracle(HostSettings.atMount(FsKind.EXT4)).judge(program, results))
                .as("the model at %s", program)
                .isEmpty();
    }

    private static List<List<Answers>> run(List<List<String>> programs, List<Place> places) {
        List<List<List<String>>> results =
                places.stream().map(place -> place.run(programs)).toList();
        return IntStream.range(0, programs.size())
                .mapToObj(i -> answers(
                        programs.get(i),
                        results.stream().map(ofPlace -> ofPlace.get(i)).toList()))
                .toList();
    }

    private static List<Answers> answers(List<String> program, List<List<String>> results) {
        return IntStream.range(0, program.size())
                .mapToObj(i -> new Answers(
                        program.get(i), at(results.get(0), i), at(results.get(1), i), at(results.get(2), i)))
                .toList();
    }

    private static String at(List<String> results, int line) {
        return line < results.size() ? Oracle.resultOf(results.get(line)) : "(fsop has ended)";
    }

    private List<Answers> unexplained(List<Answers> answers) {
        List<Answers> left = new ArrayList<>();
        for (Answers one : answers) {
            if (one.differ() && !isNamed(one)) {
                left.add(one);
            }
        }
        return left;
    }

    private boolean isNamed(Answers one) {
        for (Reason reason : Reason.values()) {
            if (reason.explains(one)) {
                named.merge(reason, 1, Integer::sum);
                return true;
            }
        }
        return false;
    }

    private void fail(List<String> program, List<Place> places) throws IOException {
        List<String> shortest = Shrinker.shrink(program, candidate -> !unexplained(
                        run(List.of(candidate), places).get(0))
                .isEmpty());
        Files.createDirectories(FAILURE.getParent());
        Files.write(FAILURE, shortest);
        List<Answers> left = unexplained(run(List.of(shortest), places).get(0));
        assertThat(left)
                .as("the program, also in %s:%n%s%n%n%s", FAILURE, String.join("\n", shortest), tables(left))
                .isEmpty();
    }

    private static String tables(List<Answers> answers) {
        StringBuilder text = new StringBuilder();
        answers.forEach(one -> text.append(one.table()));
        return text.toString();
    }
}
