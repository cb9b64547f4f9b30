package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;
import org.junit.jupiter.api.Test;

/** The events of a mount are the actions of the specification, in the order in which they happened. */
final class LifecycleTraceTest {
    /** Keeps everything, in order. */
    private static final class Recorder implements Tracer {
        private final List<Event> events = new ArrayList<>();

        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public synchronized void record(Event event) {
            events.add(event);
        }

        @Override
        public void close() {}

        /** The names of the events since the last call. */
        synchronized List<String> take() {
            List<String> names = events.stream()
                    .map(event -> event.getClass().getSimpleName())
                    .toList();
            events.clear();
            return names;
        }

        synchronized boolean has(Event event) {
            return events.contains(event);
        }

        synchronized List<Event> takeEvents() {
            List<Event> copy = List.copyOf(events);
            events.clear();
            return copy;
        }
    }

    @Test
    void aFileThatIsLookedUpUsedAndForgotten() {
        Recorder recorder = new Recorder();
        try (Export export = Export.open(Setup.LINK.tracer(recorder))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            assertThat(recorder.take()).startsWith("Restart");

            long node = client.lookup(Client.ROOT, "a").nodeid();
            assertThat(recorder.take())
                    .containsExactly("Pin", "Open", "Resolve", "Link", "Adopt", "Unpin", "Reply", "Unpin");

            client.lookup(Client.ROOT, "a").ok();
            assertThat(recorder.take()).startsWith("Pin", "Open", "Resolve").endsWith("Reply", "Unpin");

            client.attr(node);
            assertThat(recorder.take()).containsExactly("Pin", "Operate", "Unpin");

            client.forget(node, 1);
            assertThat(recorder.take()).containsExactly("Forget");
            client.forget(node, 1);
            export.drain();
            assertThat(recorder.take()).containsExactly("Forget", "Release", "Drop");
        }
    }

    @Test
    void namesThatTheClientChanges() {
        Recorder recorder = new Recorder();
        try (Export export = Export.open(Setup.LINK.tracer(recorder))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            recorder.take();
            client.rename(Client.ROOT, "a", Client.ROOT, "b").ok();
            assertThat(recorder.take()).containsExactly("Pin", "Pin", "Rename", "Unpin", "Unpin");
            client.unlink(Client.ROOT, "b").ok();
            assertThat(recorder.take()).containsExactly("Pin", "Remove", "Unpin");
            client.unlink(Client.ROOT, "b");
            assertThat(recorder.take()).containsExactly("Pin", "Unpin");
        }
    }

    @Test
    void eventsSayWhichNodeAndHowManyLookups() {
        Recorder recorder = new Recorder();
        try (Export export = Export.open(Setup.LINK.tracer(recorder))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long ino = export.host().ino("a");
            recorder.take();
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.lookup(Client.ROOT, "a").ok();
            List<Event> resolves = recorder.takeEvents().stream()
                    .filter(event -> event instanceof Event.Resolve)
                    .toList();
            assertThat(resolves).hasSize(2);
            Event.Resolve first = (Event.Resolve) resolves.get(0);
            Event.Resolve second = (Event.Resolve) resolves.get(1);
            assertThat(first)
                    .isEqualTo(new Event.Resolve(first.request(), node, 0, 0, ino, false, true, 1, true, false));
            assertThat(second)
                    .isEqualTo(new Event.Resolve(second.request(), node, 0, 0, ino, false, false, 2, false, false));
            client.forget(node, 2);
            export.drain();
            assertThat(recorder.takeEvents())
                    .containsExactly(new Event.Forget(node, 2, 0), new Event.Release(node, true), new Event.Drop(node));
        }
    }

    @Test
    void whereNoLinkCanBeMade() {
        Recorder recorder = new Recorder();
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()).tracer(recorder))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            recorder.take();
            faulty.fail("linkat", Errno.EMLINK);
            long node = client.lookup(Client.ROOT, "a").nodeid();
            assertThat(recorder.take())
                    .containsExactly("Pin", "Open", "Resolve", "LinkFailed", "Unpin", "Reply", "Unpin");
            client.forget(node, 1);
            assertThat(recorder.take()).containsExactly("Forget", "Release", "Drop");
            faulty.failNth("statx", 1, Errno.ENOMEM);
            assertThat(client.lookup(Client.ROOT, "a").errno()).isEqualTo(Errno.ENOMEM);
            assertThat(recorder.take()).containsExactly("Pin", "Open", "Refuse", "Unpin");
        }
    }

    @Test
    void whereALinkCannotBeRemoved() {
        Recorder recorder = new Recorder();
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()).tracer(recorder))) {
            export.expectLeftoversUntilClose();
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            recorder.take();
            faulty.fail("unlinkat", Errno.EPERM);
            client.forget(node, 1);
            Export.await("the link is given up", () -> recorder.has(new Event.ReleaseFailed(node)));
            faulty.heal();
            assertThat(recorder.take()).containsExactly("Forget", "ReleaseFailed");
        }
    }

    @Test
    void aReplyThatIsNotDelivered() {
        Recorder recorder = new Recorder();
        try (Export export = Export.open(Setup.LINK.policy(Policy.FD).tracer(recorder))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            recorder.take();
            client.lose(new Message(Opcode.LOOKUP, Client.ROOT).name("a"));
            assertThat(recorder.take())
                    .containsExactly(
                            "Pin", "Open", "Resolve", "Unpin", "Reply", "Unpin", "Undelivered", "Release", "Drop");
        }
    }

    @Test
    void aNewSession() {
        Recorder recorder = new Recorder();
        try (Export export = Export.open(Setup.LINK.tracer(recorder))) {
            Client client = export.theClient();
            client.init().ok();
            export.host().write("a", "text");
            client.lookup(Client.ROOT, "a").ok();
            recorder.take();
            client.init().ok();
            export.drain();
            assertThat(recorder.take()).contains("Forget", "Release", "Drop", "Reset");
        }
    }
}
