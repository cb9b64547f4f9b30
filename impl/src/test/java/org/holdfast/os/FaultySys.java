package org.holdfast.os;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/**
 * System calls that fail when a test wants them to: a wrapper around the real ones that counts every call and lets a
 * rule decide whether it is made or gives an errno instead.
 */
public final class FaultySys {
    /** Calls that cannot fail, or whose failure no program could survive. */
    private static final Set<String> INFALLIBLE = Set.of("umask", "geteuid", "getegid");

    /** One system call that is about to be made. */
    public record Call(String name, Object[] arguments, boolean onTestThread) {
        public boolean is(String name) {
            return this.name.equals(name);
        }

        /** An argument that is an int, by position. */
        public int integer(int index) {
            return (Integer) arguments[index];
        }
    }

    /** Decides about a call: 0 to make it, else the errno that it gives. */
    @FunctionalInterface
    public interface Rule {
        int errno(Call call);
    }

    private final Sys real;
    private final Sys sys;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final Thread testThread = Thread.currentThread();
    private volatile Rule rule = call -> 0;
    private volatile boolean logging;

    public FaultySys(Sys real) {
        this.real = real;
        sys = (Sys) Proxy.newProxyInstance(
                Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, args) -> call(method, args));
    }

    /** What to give the code under test. */
    public Sys sys() {
        return sys;
    }

    /** Replaces the rule that decides about calls. */
    public void rule(Rule rule) {
        this.rule = rule;
    }

    /** From now on every call is made. */
    public void heal() {
        rule = call -> 0;
    }

    /** Every call of this name gives the errno. */
    public void fail(String name, int errno) {
        rule(call -> call.is(name) ? errno : 0);
    }

    /** The {@code n}-th call from now on that the test's own thread makes gives the errno, n from 1. */
    public void failNth(int n, int errno) {
        IntUnaryOperator countdown = countdown(n);
        rule(call -> call.onTestThread() ? countdown.applyAsInt(errno) : 0);
    }

    /** The {@code n}-th call of this name from now on gives the errno, n from 1. */
    public void failNth(String name, int n, int errno) {
        IntUnaryOperator countdown = countdown(n);
        rule(call -> call.is(name) ? countdown.applyAsInt(errno) : 0);
    }

    private static IntUnaryOperator countdown(int n) {
        int[] left = {n};
        return errno -> {
            synchronized (left) {
                return --left[0] == 0 ? errno : 0;
            }
        };
    }

    /** How often a call was asked for, made or not. */
    public int count(String name) {
        return counts.getOrDefault(name, 0);
    }

    /** Starts a list of the calls that the test's own thread makes. */
    public synchronized void startLog() {
        log.clear();
        logging = true;
    }

    /** The names of the calls since {@link #startLog}, in order. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (INFALLIBLE.contains(name)) {
            return invoke(method, arguments);
        }
        counts.merge(name, 1, Integer::sum);
        boolean onTestThread = Thread.currentThread() == testThread;
        if (logging && onTestThread) {
            synchronized (this) {
                log.add(name);
            }
        }
        int errno = rule.errno(new Call(name, arguments, onTestThread));
        if (errno == 0) {
            return invoke(method, arguments);
        }
        if (name.equals("close")) {
            // close(2) gives the descriptor back whatever it returns.
            invoke(method, arguments);
        }
        return method.getReturnType() == int.class ? (Object) (-errno) : (Object) (long) -errno;
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
