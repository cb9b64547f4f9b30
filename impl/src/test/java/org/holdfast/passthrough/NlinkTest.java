package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;

/** Z44 and Z45: nlink is that of a file system without work links, in every reply, whatever happened before. */
final class NlinkTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    /** What one step does to names. */
    enum Kind {
        CREATE,
        LINK,
        UNLINK,
        RENAME,
        EXCHANGE,
        HOST_LINK,
        HOST_REMOVE,
        LOOKUP,
        FORGET,
        LIST
    }

    /** One step; names and nodes are picked by number, so that a shorter sequence still means something. */
    record Step(Kind kind, int first, int second) {
        String from() {
            return NAMES.get(first);
        }

        String to() {
            return NAMES.get(second);
        }
    }

    /** Names to objects, and what the client knows: the whole truth about nlink. */
    private static final class Model {
        final Map<String, Integer> objects = new HashMap<>();
        final Map<Integer, Long> nodes = new HashMap<>();
        int made;

        int nlink(int object) {
            return (int)
                    objects.values().stream().filter(each -> each == object).count();
        }
    }

    @Property(tries = 120)
    void z44z45NlinkEqualsTheModel(@ForAll("steps") List<Step> steps, @ForAll Policy policy) {
        try (Export export = Export.open(Setup.LINK.policy(policy))) {
            Model model = new Model();
            for (Step step : steps) {
                apply(step, model, export);
                model.nodes.forEach((object, node) ->
                        assertThat(export.theClient().attr(node).nlink()).isEqualTo(model.nlink(object)));
            }
        }
    }

    private static void apply(Step step, Model model, Export export) {
        Client client = export.theClient();
        Integer object = model.objects.get(step.from());
        boolean exists = object != null;
        boolean free = !model.objects.containsKey(step.to());
        switch (step.kind()) {
            case CREATE -> {
                Answer answer = client.create(Client.ROOT, step.from(), 0x2c2, 0644);
                assertThat(answer.errno()).isEqualTo(exists ? Errno.EEXIST : 0);
                if (!exists) {
                    client.release(answer.nodeid(), answer.handle()).ok();
                    model.objects.put(step.from(), model.made);
                    learn(model, model.made++, answer.entry());
                }
            }
            case LINK -> {
                if (exists && model.nodes.containsKey(object)) {
                    Answer answer = client.link(model.nodes.get(object), Client.ROOT, step.to());
                    assertThat(answer.errno()).isEqualTo(free ? 0 : Errno.EEXIST);
                    if (free) {
                        model.objects.put(step.to(), object);
                        learn(model, object, answer.entry());
                    }
                }
            }
            case UNLINK -> {
                assertThat(client.unlink(Client.ROOT, step.from()).errno()).isEqualTo(exists ? 0 : Errno.ENOENT);
                model.objects.remove(step.from());
            }
            case RENAME -> {
                int errno = client.rename(Client.ROOT, step.from(), Client.ROOT, step.to())
                        .errno();
                assertThat(errno).isEqualTo(exists ? 0 : Errno.ENOENT);
                // rename(2) of two names of one file does nothing.
                if (exists && !object.equals(model.objects.get(step.to()))) {
                    model.objects.remove(step.from());
                    model.objects.put(step.to(), object);
                }
            }
            case EXCHANGE -> {
                int errno = client.rename2(Client.ROOT, step.from(), Client.ROOT, step.to(), 2)
                        .errno();
                assertThat(errno).isEqualTo(exists && !free ? 0 : Errno.ENOENT);
                if (exists && !free) {
                    model.objects.put(step.from(), model.objects.get(step.to()));
                    model.objects.put(step.to(), object);
                }
            }
            case HOST_LINK -> {
                if (exists && free) {
                    export.host().link(step.from(), step.to());
                    model.objects.put(step.to(), object);
                }
            }
            case HOST_REMOVE -> {
                if (exists) {
                    export.host().remove(step.from());
                    model.objects.remove(step.from());
                }
            }
            case LOOKUP -> {
                Answer answer = client.lookup(Client.ROOT, step.from());
                assertThat(answer.errno()).isEqualTo(exists ? 0 : Errno.ENOENT);
                if (exists) {
                    learn(model, object, answer.entry());
                }
            }
            case FORGET -> {
                Long node = model.nodes.remove(step.first());
                if (node != null) {
                    client.forget(node, client.ledger().lookups(node));
                }
            }
            case LIST -> {
                long handle = client.opendir(Client.ROOT).handle();
                for (Listed listed :
                        client.readdirplus(Client.ROOT, handle, 0, 8192).listed()) {
                    if (!listed.isDots()) {
                        learn(model, model.objects.get(listed.name()), listed.entry());
                    }
                }
                client.releasedir(Client.ROOT, handle).ok();
            }
        }
    }

    private static void learn(Model model, int object, Entry entry) {
        Long known = model.nodes.putIfAbsent(object, entry.nodeid());
        assertThat(known == null || known == entry.nodeid()).isTrue();
        assertThat(entry.attr().nlink()).isEqualTo(model.nlink(object));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(3, Kind.CREATE),
                Tuple.of(3, Kind.LINK),
                Tuple.of(3, Kind.LOOKUP),
                Tuple.of(3, Kind.FORGET),
                Tuple.of(2, Kind.UNLINK),
                Tuple.of(2, Kind.RENAME),
                Tuple.of(1, Kind.EXCHANGE),
                Tuple.of(1, Kind.HOST_LINK),
                Tuple.of(1, Kind.HOST_REMOVE),
                Tuple.of(1, Kind.LIST));
        Arbitrary<Integer> index = Arbitraries.integers().between(0, NAMES.size() - 1);
        return Combinators.combine(kinds, index, index)
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }
}
