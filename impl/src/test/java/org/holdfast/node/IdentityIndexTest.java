package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** The index against a HashMap, with several rows of one identity and with identities that hash alike. */
final class IdentityIndexTest {
    private Slots slots;
    private IdentityIndex index;
    private final Map<List<Long>, Set<Integer>> model = new HashMap<>();
    private final List<Integer> rows = new ArrayList<>();

    @BeforeTry
    void begin() {
        slots = new Slots(0, 6, mount -> mount);
        index = new IdentityIndex(slots);
        model.clear();
        rows.clear();
    }

    private void add(long ino, int mount) {
        int row = slots.allocate(ino, mount, 8);
        index.add(row);
        rows.add(row);
        model.computeIfAbsent(List.of(ino, (long) mount), key -> new HashSet<>())
                .add(row);
    }

    private void remove(int which) {
        if (!rows.isEmpty()) {
            int row = rows.remove(which % rows.size());
            model.get(List.of(slots.ino(row), (long) slots.mount(row))).remove(row);
            index.remove(row);
            slots.free(row);
        }
    }

    private Set<Integer> find(long ino, int mount) {
        Set<Integer> found = new HashSet<>();
        for (int row = index.first(ino, mount); row != Slots.NONE; row = index.next(row)) {
            assertThat(found.add(row)).isTrue();
        }
        return found;
    }

    private void compare() {
        model.forEach((identity, expected) ->
                assertThat(find(identity.get(0), identity.get(1).intValue())).isEqualTo(expected));
    }

    @Property(tries = 500)
    void againstAHashMap(@ForAll @Size(max = 400) List<@IntRange(min = 0, max = 999) Integer> steps) {
        for (int step : steps) {
            if (step % 5 < 3) {
                add(step / 5 % 40, step % 2);
            } else {
                remove(step);
            }
        }
        compare();
        assertThat(find(4711, 0)).isEmpty();
    }

    @Example
    void identitiesWhoseHashesCollide() {
        List<Long> colliding = new ArrayList<>();
        for (long ino = 1; colliding.size() < 60; ino++) {
            if ((IdentityHash.of(ino, 0) & 127) == 127) {
                colliding.add(ino);
            }
        }
        colliding.forEach(ino -> add(ino, 0));
        compare();
        for (int i = 0; i < 45; i++) {
            remove(i * 7);
            compare();
        }
        colliding.forEach(ino -> add(ino, 0));
        compare();
    }
}
