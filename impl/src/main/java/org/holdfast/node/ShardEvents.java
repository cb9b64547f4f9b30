package org.holdfast.node;

import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/** Records the steps that a {@link Shard} makes, each under its lock and so in the order in which they happen. */
final class ShardEvents {
    private final Tracer tracer;
    private final Slots slots;

    ShardEvents(Tracer tracer, Slots slots) {
        this.tracer = tracer;
        this.slots = slots;
    }

    /** The root is there before anybody looks it up, and does not count. */
    void resolve(int row, Pin pin, boolean fresh) {
        long nodeid = slots.nodeid(row);
        if (tracer.isOn() && nodeid != NodeTable.ROOT) {
            tracer.record(new Event.Resolve(
                    pin.request,
                    nodeid,
                    slots.mount(row),
                    slots.device(row),
                    slots.ino(row),
                    slots.kind(row) == Pin.DIRECTORY,
                    fresh,
                    slots.count(row),
                    pin.linking && fresh,
                    pin.budgeted));
        }
    }

    void adopt(Pin pin) {
        if (tracer.isOn()) {
            tracer.record(new Event.Adopt(pin.request, pin.nodeid));
        }
    }

    void pin(Pin pin, long nodeid) {
        if (tracer.isOn()) {
            tracer.record(new Event.Pin(pin.request, nodeid));
        }
    }

    void unpin(Pin pin) {
        if (tracer.isOn()) {
            tracer.record(new Event.Unpin(pin.request, pin.nodeid));
        }
    }

    void cool(Pin pin) {
        if (tracer.isOn()) {
            tracer.record(new Event.Cool(pin.request, pin.nodeid));
        }
    }

    void shut(Pin pin) {
        if (tracer.isOn()) {
            tracer.record(new Event.Shut(pin.nodeid));
        }
    }

    void attach(Pin child, long nodeid) {
        if (tracer.isOn()) {
            tracer.record(new Event.Attach(child.nodeid, nodeid));
        }
    }

    void detach(long child) {
        if (tracer.isOn()) {
            tracer.record(new Event.Detach(child));
        }
    }

    void guard(Pin pin, long nodeid) {
        if (tracer.isOn()) {
            tracer.record(new Event.Guard(pin.request, nodeid));
        }
    }

    void regain(Pin pin) {
        if (tracer.isOn()) {
            tracer.record(new Event.Regain(pin.request, pin.nodeid));
        }
    }

    void warm(Pin pin, boolean alone) {
        if (tracer.isOn()) {
            tracer.record(new Event.Warm(pin.request, pin.nodeid, alone));
        }
    }

    void warmed(Pin pin, boolean removed) {
        if (tracer.isOn()) {
            tracer.record(
                    removed
                            ? new Event.Warmed(pin.request, pin.nodeid, pin.budgeted)
                            : new Event.UnlinkFailed(pin.request, pin.nodeid));
        }
    }

    void again(Pin pin, long count) {
        if (tracer.isOn()) {
            tracer.record(new Event.Again(pin.request, pin.nodeid, count));
        }
    }

    void forget(long nodeid, long lookups, long left) {
        if (tracer.isOn()) {
            tracer.record(new Event.Forget(nodeid, lookups, left));
        }
    }

    void undelivered(long request, long nodeid, long left) {
        if (tracer.isOn()) {
            tracer.record(new Event.Undelivered(request, nodeid, left));
        }
    }

    void release(long nodeid, boolean link) {
        if (tracer.isOn()) {
            tracer.record(new Event.Release(nodeid, link));
        }
    }

    void releaseFailed(long nodeid) {
        if (tracer.isOn()) {
            tracer.record(new Event.ReleaseFailed(nodeid));
        }
    }

    void drop(int row) {
        if (tracer.isOn()) {
            tracer.record(new Event.Drop(slots.nodeid(row)));
        }
    }
}
