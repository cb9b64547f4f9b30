package org.holdfast.conform;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.posix.FuseLimits;
import org.holdfast.posix.Oracle;
import org.holdfast.spec.posix.World;

/** The lines of a program at a mount: what a daemon must be able to do for them, and which property a result breaks. */
final class ProgramLines {
    private static final Map<Ability, Pattern> NEEDS = new EnumMap<>(Map.of(
            Ability.LINK, Pattern.compile("link.*"),
            Ability.SYMLINK, Pattern.compile("symlink .*"),
            Ability.SPECIAL_FILES, Pattern.compile("mknod .*"),
            Ability.XATTR, Pattern.compile("f?(set|get|list|remove)xattr.*"),
            Ability.RENAME_FLAGS, Pattern.compile("rename \\S+ \\S+ .+"),
            Ability.FALLOCATE, Pattern.compile("fallocate .*"),
            Ability.OWNERS, Pattern.compile("user [^0].*"),
            Ability.TMPFILE, Pattern.compile("open .*tmpfile.*")));

    private static final Set<String> ON_HANDLES = Set.of(
            "fstat",
            "read",
            "write",
            "seek",
            "ftruncate",
            "fallocate",
            "fchmod",
            "fchown",
            "futimens",
            "handle-is",
            "fls",
            "fsnap",
            "fchanged",
            "close");
    private static final Set<String> LOOKS =
            Set.of("stat", "stat-follow", "ls", "tree", "same", "times", "changed", "snap", "readlink", "cat");
    private static final Pattern REFUSAL = Pattern.compile("EACCES|EPERM|.*mode=.*");

    private ProgramLines() {}

    /** Whether a line is left out with that daemon, in that world. */
    static boolean isLeftOut(DaemonKind kind, World world, String line) {
        return FuseLimits.differs(world, line) || lacks(kind, line).isPresent();
    }

    /** What the daemon must be able to do for a line and cannot. */
    static Optional<Ability> lacks(DaemonKind kind, String line) {
        return NEEDS.entrySet().stream()
                .filter(need -> !kind.can(need.getKey()))
                .filter(need -> need.getValue().matcher(line).matches())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** What is alike in two differences: the operation, and what came where something else had to. */
    static String kind(String line, Oracle.Wrong wrong) {
        return operation(line) + ": " + shape(wrong.got()) + " not "
                + wrong.allowed().keySet().stream()
                        .map(ProgramLines::shape)
                        .sorted()
                        .distinct()
                        .toList();
    }

    private static String operation(String line) {
        return line.split(" ")[0].replace("-follow", "");
    }

    /** An errno, or a success without its values. */
    private static String shape(String result) {
        return result.matches("E[A-Z0-9]+|ok|nothing") ? result : result.replaceAll("[=: ].*", "");
    }

    /** What a wrong result breaks. */
    static Property broken(String line, Oracle.Wrong wrong) {
        String operation = operation(line);
        if (wrong.got().startsWith("(no result")) {
            return Property.P13;
        }
        if (LOOKS.contains(operation)) {
            return Property.P8;
        }
        if (ON_HANDLES.contains(operation)) {
            return Property.P6;
        }
        boolean refuses = REFUSAL.matcher(wrong.got()).matches()
                || wrong.allowed().keySet().stream()
                        .anyMatch(a -> REFUSAL.matcher(a).matches());
        return refuses ? Property.P16 : Property.P10;
    }
}
