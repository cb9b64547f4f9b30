package org.holdfast.posix;

import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.World;

/** Where no FUSE mount can do what the model says, whoever serves it. */
public final class FuseLimits {
    private static final int SETGID = 02000;
    private static final int GROUP_EXECUTE = 0010;

    private FuseLimits() {}

    /** Whether a line may give something else there than the model says, in that world. */
    public static boolean differs(World world, String line) {
        return !world.caller().isRoot() && (isLink(line) || mayTakeSetgidAway(world, line));
    }

    /**
     * protected_hardlinks looks at the mode that the client's kernel remembers: a file that a write has taken setuid from
     * counts as setuid until somebody asks for its attributes, so that only root links here.
     */
    private static boolean isLink(String line) {
        return line.startsWith("link");
    }

    /**
     * A write keeps setgid without group execute if the writer is in the file's group. The request names the writer's own
     * group and none of the others, so that a writer who is in the file's group by one of these loses the bit here.
     */
    private static boolean mayTakeSetgidAway(World world, String line) {
        boolean writes = line.matches("(write|truncate|ftruncate|fallocate) .*") || line.contains("trunc|");
        return writes
                && world.objects().values().stream()
                        .anyMatch(object -> object.is(Kind.FILE)
                                && (object.mode() & (SETGID | GROUP_EXECUTE)) == SETGID
                                && world.caller().groups().contains(object.gid()));
    }
}
