package org.holdfast.replay;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.holdfast.os.Errno;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/**
 * Decides which thread of a daemon in this process goes on. Its threads are held before every system call, where they hold
 * no lock, and let go one by one until a lifecycle event has been recorded: what stands between two system calls is one
 * step of the specification, or some that nobody can tell apart.
 */
final class Steering implements InvocationHandler, Tracer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 2;
    private static final int UNIQUE_AT = 8;
    private static final int LONGEST_LINK = 40;
    private static final Pattern LINK = Pattern.compile("[0-9a-f]{2}/([0-9a-f]+)");
    private static final int HEX = 16;

    private final Sys real = new LinuxSys();
    private final Map<Thread, Walker> walkers = new HashMap<>();
    private final Set<Long> unlinked = new HashSet<>();
    private final Set<Long> dropped = new HashSet<>();
    private int session = -1;
    private LongConsumer cooling = node -> {};
    private boolean on;

    /** The system calls of the daemon. */
    Sys sys() {
        return (Sys) Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, this);
    }

    /** The descriptor at which the daemon reads requests. */
    synchronized void session(int fd) {
        session = fd;
    }

    /** How the daemon cools a node, on the thread that calls it. */
    synchronized void cooling(LongConsumer cool) {
        cooling = cool;
    }

    /** A thread that cools the node, held at its beginning. */
    synchronized Walker cool(long node) {
        LongConsumer cool = cooling;
        Thread thread = new Thread(() -> cool(node, cool), "holdfast-cooler-steered");
        thread.setDaemon(true);
        Walker walker = new Walker(thread);
        walker.at = Walker.At.RUNNING;
        walkers.put(thread, walker);
        thread.start();
        await("the node is about to be cooled", () -> walker.at == Walker.At.GATE);
        return walker;
    }

    /** Has a node shut; false if it is not. */
    synchronized boolean shut(long node) {
        Walker walker = cool(node);
        await("the node is shut, or is not", () -> {
            toEnd(walker); // comes back while the thread sleeps, as it does before the first one is shut
            return walker.at == Walker.At.IDLE;
        });
        return walker.events.removeIf(Event.Shut.class::isInstance);
    }

    private void cool(long node, LongConsumer cool) {
        Walker walker = walker();
        try {
            gate(walker);
            cool.accept(node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            idle(walker);
        }
    }

    /** From now on threads are held. */
    synchronized void begin() {
        walkers.values().forEach(walker -> walker.events.clear());
        unlinked.clear();
        dropped.clear();
        on = true;
    }

    /** All threads go on as they like. */
    synchronized void end() {
        on = false;
        notifyAll();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Walker walker = walker();
        if (walker == null) {
            return call(method, arguments);
        }
        String name = method.getName();
        boolean client = arguments != null && arguments[0].equals(session);
        if (client && name.equals("read")) {
            idle(walker);
            Object length = call(method, arguments);
            begin(walker, (long) length > 0 ? pointer((long) arguments[1]).getLong(UNIQUE_AT) : 0);
            gate(walker);
            return length;
        }
        Optional<Long> link = workLink(name, arguments);
        if (walker.isReaper() && walker.node == 0) {
            return call(method, arguments); // looks at mounts in the background, under a lock
        }
        answers(walker, client && name.equals("write"));
        gate(walker);
        int error = failure(walker, name, client);
        if (error != 0) {
            return method.getReturnType() == long.class ? (Object) (long) -error : (Object) (-error);
        }
        Object result = call(method, arguments);
        made(walker, name, link, result);
        return result;
    }

    private synchronized Walker walker() {
        Thread thread = Thread.currentThread();
        return thread.getName().startsWith("holdfast-") ? walkers.computeIfAbsent(thread, Walker::new) : null;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Pointer pointer(long address) {
        return Pointer.wrap(Runtime.getSystemRuntime(), address);
    }

    /** The node whose work link the call is about. */
    private static Optional<Long> workLink(String name, Object[] arguments) {
        int at = name.equals("linkat") ? 3 : 1;
        if (!Set.of("linkat", "openat", "unlinkat").contains(name)) {
            return Optional.empty();
        }
        Matcher path =
                LINK.matcher(pointer((long) arguments[at]).getString(0, LONGEST_LINK, StandardCharsets.US_ASCII));
        return path.matches() ? Optional.of(Long.parseUnsignedLong(path.group(1), HEX)) : Optional.empty();
    }

    private synchronized void idle(Walker walker) {
        walkers.keySet().removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        walker.at = Walker.At.IDLE;
        walker.node = 0;
        notifyAll();
    }

    private synchronized void begin(Walker walker, long request) {
        walker.at = Walker.At.RUNNING;
        walker.request = request;
        walker.loses = false;
        walker.answers = false;
        walker.linkError = 0;
        walker.handleError = 0;
        walker.events.clear();
    }

    private synchronized void answers(Walker walker, boolean is) {
        walker.answers = is;
    }

    private synchronized void gate(Walker walker) throws InterruptedException {
        walker.at = Walker.At.GATE;
        notifyAll();
        while (on && !walker.let) {
            wait();
        }
        walker.let = false;
        walker.at = Walker.At.RUNNING;
    }

    private synchronized int failure(Walker walker, String name, boolean client) {
        if (walker.loses && client && name.equals("write")) {
            walker.loses = false;
            return Errno.ENOENT;
        }
        if (name.equals("openByHandleAt")) {
            return walker.handleError;
        }
        int error = name.equals("linkat") ? walker.linkError : 0;
        walker.linkError -= error;
        return error;
    }

    private synchronized void made(Walker walker, String name, Optional<Long> link, Object result) {
        if (name.equals("unlinkat") && result.equals(0)) {
            link.ifPresent(unlinked::add);
        }
        if (walker.isReaper() && name.equals("close")) {
            walker.node = 0; // Drop is all that is left
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void record(Event event) {
        Walker walker = walker();
        synchronized (this) {
            if (event instanceof Event.Drop drop) {
                dropped.add(drop.nodeid());
            } else if (walker != null && on) {
                walker.resolved = event instanceof Event.Resolve resolve ? resolve.nodeid() : walker.resolved;
                walker.events.add(event);
            }
            notifyAll();
        }
    }

    @Override
    public void releasing(long nodeid) {
        Walker walker = walker();
        if (walker != null) {
            hold(walker, nodeid);
        }
    }

    private void hold(Walker walker, long nodeid) {
        try {
            walker.node = nodeid;
            gate(walker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {}

    /** The thread that has read the request, held behind that. */
    synchronized Walker taken(long request) {
        await("a thread takes request " + request, () -> find(request).isPresent());
        return find(request).orElseThrow();
    }

    private Optional<Walker> find(long request) {
        return walkers.values().stream()
                .filter(walker -> walker.request == request && walker.at == Walker.At.GATE)
                .findFirst();
    }

    /** Lets a thread go until it has recorded such an event; false if its request ends, or it waits, without one. */
    synchronized boolean until(Walker walker, Class<? extends Event> wanted) {
        return advance(walker, () -> walker.events.removeIf(wanted::isInstance));
    }

    /** Lets a thread go until it has taken attributes that it still needs, or is about to answer. */
    synchronized void operate(Walker walker) {
        advance(walker, () -> walker.answers || walker.events.removeIf(Event.Operate.class::isInstance));
    }

    /** Lets a thread go until its request is answered. */
    synchronized void toEnd(Walker walker) {
        advance(walker, () -> walker.at == Walker.At.IDLE);
    }

    /** Lets whoever releases the node go until its work link is gone; false if nobody does. */
    synchronized boolean unlink(long node) {
        return release(node, () -> unlinked.contains(node) || dropped.contains(node));
    }

    /** Lets whoever releases the node go until the table has dropped it. */
    synchronized boolean drop(long node) {
        return release(node, () -> dropped.contains(node));
    }

    /** A node that is released or about to be and is none of these. */
    synchronized long stranger(Set<Long> known) {
        await(
                "a node is released that no reply has shown",
                () -> strangers(known).findFirst().isPresent());
        return strangers(known).findFirst().orElseThrow();
    }

    private Stream<Long> strangers(Set<Long> known) {
        Stream<Long> held = walkers.values().stream().map(walker -> walker.node).filter(node -> node != 0);
        return Stream.concat(held, dropped.stream()).filter(node -> !known.contains(node));
    }

    private boolean release(long node, BooleanSupplier done) {
        if (!done.getAsBoolean()) {
            await(
                    "a thread releases node " + Long.toHexString(node),
                    () -> releaser(node).isPresent() || done.getAsBoolean());
        }
        return done.getAsBoolean() || advance(releaser(node).orElseThrow(), done);
    }

    private Optional<Walker> releaser(long node) {
        return walkers.values().stream()
                .filter(walker -> walker.node == node && walker.at == Walker.At.GATE)
                .findFirst();
    }

    private boolean advance(Walker walker, BooleanSupplier done) {
        boolean reached = done.getAsBoolean();
        while (!reached && walker.at != Walker.At.IDLE) {
            if (walker.at == Walker.At.GATE) {
                walker.let = true;
                walker.at = Walker.At.RUNNING;
                notifyAll();
            } else if (isStill(walker)) {
                return done.getAsBoolean();
            }
            look();
            reached = done.getAsBoolean();
        }
        await(walker + " stands", () -> walker.at != Walker.At.RUNNING || isStill(walker));
        return reached;
    }

    /** Whether it waits for another thread; it is asked twice, because it may have been just about to go on. */
    private boolean isStill(Walker walker) {
        if (walker.let || walker.at != Walker.At.RUNNING || !walker.stands()) {
            return false;
        }
        look();
        return !walker.let && walker.at == Walker.At.RUNNING && walker.stands();
    }

    private void look() {
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s: " + what + "; there are "
                        + List.copyOf(walkers.values()));
            }
            look();
        }
    }
}
