package org.holdfast.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.holdfast.trace.Event;

/**
 * Finds the lines of a trace that a divergence can depend on: those about the same inode, the rest of the requests that
 * were at work on it, and of the directories in which these looked how they came to be known.
 */
final class Relevant implements Checker.Watcher {
    private static final int NOBODY = -1;

    private final List<TraceLine> lines = new ArrayList<>();
    private final List<Integer> worlds = new ArrayList<>();
    private final List<Integer> claims = new ArrayList<>();
    private final Map<Integer, Integer> opens = new HashMap<>();
    private final Map<Integer, Integer> births = new HashMap<>();
    private final Map<Integer, List<Integer>> ofWorld = new HashMap<>();
    private final Map<Integer, List<Integer>> ofClaims = new HashMap<>();

    @Override
    public void saw(TraceLine line, World world, Claims c) {
        int at = lines.size();
        int w = world == null ? NOBODY : world.serial;
        int by = c == null ? NOBODY : c.serial;
        lines.add(line);
        worlds.add(w);
        claims.add(by);
        if (line.event() instanceof Event.Open) {
            opens.put(by, at);
        } else if (line.event() instanceof Event.Resolve resolve) {
            int open = opens.remove(by);
            worlds.set(open, w); // what was opened is known now
            ofWorld.computeIfAbsent(w, k -> new ArrayList<>()).add(open);
            if (resolve.fresh()) {
                births.putIfAbsent(w, by);
            }
        }
        if (!(line.event() instanceof Event.Open)) {
            ofWorld.computeIfAbsent(w, k -> new ArrayList<>()).add(at);
        }
        ofClaims.computeIfAbsent(by, k -> new ArrayList<>()).add(at);
    }

    /** All that were seen. */
    List<TraceLine> all() {
        return lines;
    }

    /** The lines before the one that diverges, in their order. */
    List<TraceLine> lines(World world, Claims last) {
        BitSet keep = new BitSet();
        Set<Integer> needed = new HashSet<>();
        Deque<Integer> todo = new ArrayDeque<>();
        Set<Integer> requests = new HashSet<>();
        if (world != null) {
            for (int at : ofWorld.getOrDefault(world.serial, List.of())) {
                keep.set(at);
                requests.add(claims.get(at));
            }
        }
        if (last != null) {
            requests.add(last.serial);
            ofClaims.getOrDefault(last.serial, List.of()).forEach(keep::set);
        }
        requests.remove(NOBODY);
        todo.addAll(requests);
        while (!todo.isEmpty()) {
            directories(todo.remove(), keep, needed, todo);
        }
        for (int at = 0; at < lines.size(); at++) {
            if (worlds.get(at) == NOBODY && claims.get(at) == NOBODY) {
                keep.set(at); // of the session
            }
        }
        return keep.stream().mapToObj(lines::get).toList();
    }

    /** What the request pins to look in, and how that came to be known. */
    private void directories(int request, BitSet keep, Set<Integer> needed, Deque<Integer> todo) {
        Set<Long> entries = new HashSet<>();
        for (int at : ofClaims.get(request)) {
            Event e = lines.get(at).event();
            if (e instanceof Event.Resolve r) {
                entries.add(r.nodeid());
            }
            boolean claim = e instanceof Event.Pin
                    || e instanceof Event.Remove
                    || e instanceof Event.Rename
                    || e instanceof Event.Unpin && !entries.contains(Keys.nodeid(e));
            if (claim) {
                keep.set(at);
                int w = worlds.get(at);
                if (w != NOBODY && needed.add(w) && births.containsKey(w)) {
                    int birth = births.get(w);
                    ofClaims.get(birth).stream().filter(i -> worlds.get(i) == w).forEach(keep::set);
                    ofWorld.get(w).stream()
                            .filter(i -> isEnd(lines.get(i).event()))
                            .forEach(keep::set);
                    todo.add(birth);
                }
            }
        }
    }

    /** Forgets all that there is, or comes after that. */
    private static boolean isEnd(Event e) {
        return e instanceof Event.Forget f && f.left() == 0 || e instanceof Event.Release || e instanceof Event.Drop;
    }
}
