package org.holdfast.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What attributes objects have had, line by line. A daemon may take them anywhere between a request and its reply, the
 * model in one step; so any that an object had meanwhile are right.
 */
final class Window {
    private static final Pattern SHOWN = Pattern.compile("(.*) nlink (-?[0-9]+) ctime (last|late)");

    private final HostTree tree;
    private final List<Map<Integer, Past>> past = new ArrayList<>(List.of(Map.of()));

    private record Past(int names, int directories, int changes) {}

    Window(HostTree tree) {
        this.tree = tree;
    }

    /** Takes down how things are after a line. */
    void note() {
        Map<Integer, Past> now = new HashMap<>();
        for (int object = 1; object <= tree.count(); object++) {
            now.put(
                    object,
                    new Past(
                            tree.names(object),
                            tree.directoriesIn(object),
                            tree.object(object).changes()));
        }
        past.add(now);
    }

    /** What a request that begins now gives to {@link #tell}. */
    int now() {
        return past.size() - 1;
    }

    /** {@code got} as it was told now, or what is expected if that differs only in what has changed since {@code from}. */
    String tell(String got, String expected, int object, int from) {
        Matcher is = SHOWN.matcher(got);
        Matcher must = SHOWN.matcher(expected);
        if (!is.matches() || !must.matches() || !is.group(1).equals(must.group(1))) {
            return got;
        }
        boolean links =
                is.group(2).equals(must.group(2)) || had(is.group(2), object, from) && had(must.group(2), object, from);
        return links && (changed(object, from) || is.group(3).equals(must.group(3))) ? expected : got;
    }

    /** Whether the object had so many links at some time since; a directory's are told without those in it now. */
    private boolean had(String links, int object, int from) {
        return past.subList(from, past.size()).stream()
                .filter(then -> then.containsKey(object))
                .map(then -> then.get(object))
                .anyMatch(then ->
                        then.names() + then.directories() - tree.directoriesIn(object) == Integer.parseInt(links));
    }

    /** Whether something else than the daemon has changed the object since {@code from}. */
    boolean changed(int object, int from) {
        return past.subList(from, past.size()).stream()
                        .map(then -> Optional.ofNullable(then.get(object)))
                        .distinct()
                        .count()
                > 1;
    }
}
