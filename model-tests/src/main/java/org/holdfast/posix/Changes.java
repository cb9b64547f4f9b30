package org.holdfast.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Time;
import org.holdfast.spec.posix.World;

/** What fsop may say of two looks at the attributes: which fields are different. */
final class Changes {
    private Changes() {}

    /** Every allowed text. */
    static List<String> between(World world, Result.Status before, Result.Status after) {
        Obj x = before.object();
        Obj y = after.object();
        boolean isSame = before.number() == after.number();
        boolean isDead = !world.objects().containsKey(before.number());
        boolean fine = world.settings().fineTimes();
        List<String> texts = List.of("");
        // A new object may get the inode number of a dead one, and times of different objects are in no order.
        texts = field(texts, " ino", !isSame && isDead, !isSame);
        texts = field(texts, " mode", false, x.mode() != y.mode() || x.kind() != y.kind());
        texts = field(texts, " nlink", false, before.nlink() != after.nlink());
        texts = field(texts, " owner", false, x.uid() != y.uid() || x.gid() != y.gid());
        if (!x.is(Kind.DIRECTORY)) {
            texts = field(texts, " size", y.is(Kind.DIRECTORY), x.size() != y.size());
        }
        texts = time(texts, " mtime", isSame, x.mtime(), y.mtime(), fine);
        texts = time(texts, " ctime", isSame, x.ctime(), y.ctime(), fine);
        return texts.stream().map(text -> text.isEmpty() ? " nothing" : text).toList();
    }

    private static List<String> field(List<String> texts, String name, boolean either, boolean differs) {
        List<String> longer = new ArrayList<>();
        for (String text : texts) {
            if (either || differs) {
                longer.add(text + name);
            }
            if (either || !differs) {
                longer.add(text);
            }
        }
        return longer;
    }

    private static List<String> time(List<String> texts, String name, boolean isSame, Time x, Time y, boolean fine) {
        boolean mayEqual = !isSame || x.mayEqual(y, fine);
        boolean mayDiffer = !isSame || x.mayDiffer(y);
        return field(texts, name, mayEqual && mayDiffer, mayDiffer);
    }

    /** A time as "times" prints it: those of the last hour are "now". */
    static Set<String> shown(Time time) {
        Set<String> texts = new TreeSet<>();
        for (Time.Instant instant : time.possible()) {
            texts.add(
                    instant instanceof Time.Given given
                            ? "%d.%09d".formatted(given.seconds(), given.nanoseconds())
                            : "now");
        }
        return texts;
    }
}
