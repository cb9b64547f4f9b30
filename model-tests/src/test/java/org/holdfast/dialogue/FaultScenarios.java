package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;

/** Three scenarios that between them make the daemon use every system call that it has. */
final class FaultScenarios {
    /** A client's whole life with every kind of object. */
    private static final String LIFE = """
            host write a text
            host mkdir d
            host write d/b more
            host symlink a s
            lookup root a -> n1
            lookup root s -> n2
            readlink n2
            create root c 640 rw -> n3 h1
            write h1 0 data
            flush h1
            fsync h1
            release h1
            mkdir root e 755 -> n4
            symlink n4 l target -> n5
            mknod n4 p fifo 644 -> n6
            tmpfile root 600 rw -> n7 h2
            release h2
            forget n7
            link n1 n4 x -> n1
            rename root a n4 y
            getattr n1
            setattr n1 mode=600
            setattr n1 uid=1
            setattr n1 mtime=5
            setattr n1 size=2
            open n1 rw -> h3
            setattr n1 size=3 fh=h3
            read h3 0 9
            unlink n4 y
            unlink n4 x
            release h3
            opendir n4 -> h4
            readdirplus h4
            readdirplus h4
            rewind h4
            readdir h4
            releasedir h4
            mkdir root gone 755 -> n8
            rmdir root gone
            rename root c n4 c noreplace
            forget-all
            rest
            lookup root d -> n9
            lookup n9 b -> n10
            """;

    /** Callers that are not root, and what the oracle leaves alone. */
    private static final String OTHERS = """
            host write a data
            host write c data
            host mkdir t
            lookup root a -> n1
            lookup root c -> n2
            open n1 rw -> h1
            open n2 rw -> h2
            statfs root
            access n1
            syncfs root
            setxattr n1
            getxattr n1
            listxattr n1
            removexattr n1
            setxattr root
            getxattr root
            listxattr root
            removexattr root
            fallocate h1
            lseek h1
            datasync h1
            append h1
            write-as-another h1
            copy h1 h2
            getflags h1
            setflags h1
            release h2
            opendir root -> h3
            fsyncdir h3
            datasyncdir h3
            readdirplus h3 400
            readdirplus h3 400
            readdirplus h3 400
            releasedir h3
            setattr root mode=777
            as 1000
            mkdir root m 755 -> n3
            create root f 644 rw -> n4 h4
            mknod root p fifo 644 -> n5
            symlink root s a -> n6
            as 0
            create root f 644 rw -> n4 h5
            open n4 rw|trunc -> h6
            forget-all
            rest
            """;

    /** A session that begins anew with nodes held and a file open. */
    private static final String AGAIN = """
            host write a text
            host write b text
            lookup root a -> n1
            lookup root b -> n2
            open n1 r -> h1
            unlink root a
            rename root b root c
            host write b other
            lookup root b -> n3
            lookup root c -> n2
            forget n2 2
            rest
            read h1 0 9
            mkdir root d 700 -> n4
            lookup root a
            """;

    /** Name and lines. */
    record Scenario(String name, List<Step> steps) {}

    private FaultScenarios() {}

    static List<Scenario> all() {
        return List.of(scenario("life", LIFE), scenario("others", OTHERS), scenario("names", AGAIN));
    }

    private static Scenario scenario(String name, String text) {
        List<Step> steps = new ArrayList<>();
        for (String line : text.split("\n")) {
            steps.add(DialogueText.step(steps.size() + 1, line));
        }
        return new Scenario(name, steps);
    }
}
