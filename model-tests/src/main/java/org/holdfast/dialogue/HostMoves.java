package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.World;

/** What another program may do to the export: calls that succeed, mostly. */
final class HostMoves {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<String> MODES = List.of("644", "600", "444", "755");
    private static final List<String> TEXTS = List.of("host", "x", "", "longer%text");
    private static final List<String> SIZES = List.of("0", "2", "30");
    private static final int DEEPEST = 4;

    private final Known known;
    private final int number;

    HostMoves(Known known, int number) {
        this.known = known;
        this.number = number;
    }

    List<Step> of(String verb, Choice c) {
        String free = below(c.a(), c.b());
        String other = below(c.c(), c.d());
        List<String> files = paths(object -> object.is(Kind.FILE));
        List<String> all = paths(object -> true);
        return switch (verb) {
            case "host write" -> isFileOrNothing(free) ? say(verb, free, pick(TEXTS, c.c())) : List.of();
            case "host mkdir" -> say(verb, free, "755");
            case "host symlink" -> say("host symlink", pick(NAMES, c.c()), free);
            case "host link" -> files.isEmpty() ? List.of() : say(verb, pick(files, c.a()), other);
            case "host truncate" -> files.isEmpty() ? List.of() : say(verb, pick(files, c.a()), pick(SIZES, c.b()));
            case "host chmod" -> files.isEmpty() ? List.of() : say(verb, pick(MODES, c.b()), pick(files, c.a()));
            case "host rmdir" -> {
                List<String> directories = paths(object -> object.is(Kind.DIRECTORY));
                yield directories.isEmpty() ? List.of() : say(verb, pick(directories, c.a()));
            }
            default -> {
                if (all.isEmpty()) {
                    yield List.of();
                }
                String path = pick(all, c.a());
                yield verb.equals("host unlink") ? say(verb, path) : say(verb, path, other);
            }
        };
    }

    private static <T> T pick(List<T> from, int index) {
        return from.get(Math.floorMod(index, from.size()));
    }

    private List<Step> say(String verb, String... arguments) {
        List<String> words = new ArrayList<>(List.of(verb.split(" ")));
        words.addAll(List.of(arguments));
        return List.of(new Step(number, false, words, List.of()));
    }

    private boolean isFileOrNothing(String path) {
        Map<String, Obj> all = new TreeMap<>();
        collect("", World.ROOT, all);
        return !all.containsKey(path) || all.get(path).is(Kind.FILE);
    }

    /** A name in a directory that is there. */
    private String below(int directory, int name) {
        List<String> directories = new ArrayList<>(List.of(""));
        paths(object -> object.is(Kind.DIRECTORY)).forEach(path -> {
            if (path.split("/").length < DEEPEST) {
                directories.add(path + "/");
            }
        });
        return pick(directories, directory) + pick(NAMES, name);
    }

    private List<String> paths(Predicate<Obj> which) {
        Map<String, Obj> all = new TreeMap<>();
        collect("", World.ROOT, all);
        return all.entrySet().stream()
                .filter(e -> which.test(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void collect(String prefix, int directory, Map<String, Obj> all) {
        Listing.names(known.world.at(directory)).forEach((name, number) -> {
            Obj object = known.world.at(number);
            all.put(prefix + name, object);
            if (object.is(Kind.DIRECTORY)) {
                collect(prefix + name + "/", number, all);
            }
        });
    }
}
