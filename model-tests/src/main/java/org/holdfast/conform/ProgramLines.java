package org.holdfast.conform;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private static final Pattern ON_HANDLE = Pattern.compile("f[a-z]+|read|write|seek|handle-is|close");
    private static final Set<String> CONTENT = Set.of("read", "write", "seek", "handle-is");
    private static final Pattern ERRNO = Pattern.compile("E[A-Z0-9]+");
    private static final Pattern REFUSAL = Pattern.compile("EACCES|EPERM");

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

    /** What a wrong result breaks: an error in place of another, one where there is none, none where there is, or a value. */
    static Property broken(String line, Oracle.Wrong wrong) {
        String operation = operation(line);
        Set<String> allowed = wrong.allowed().keySet();
        if (wrong.got().startsWith("(no result")) {
            return Property.P13;
        }
        boolean failed = isError(wrong.got());
        boolean mustFail = !allowed.isEmpty() && allowed.stream().allMatch(ProgramLines::isError);
        if (failed && mustFail) {
            return Property.P10;
        }
        if (failed || mustFail) {
            boolean refused = Stream.concat(Stream.of(wrong.got()), allowed.stream())
                    .anyMatch(result -> REFUSAL.matcher(result).matches());
            boolean onHandle = failed && ON_HANDLE.matcher(operation).matches();
            return refused ? Property.P16 : onHandle ? Property.P6 : Property.P10;
        }
        return CONTENT.contains(operation) ? Property.P6 : Property.P8;
    }

    private static boolean isError(String result) {
        return ERRNO.matcher(result).matches();
    }
}
