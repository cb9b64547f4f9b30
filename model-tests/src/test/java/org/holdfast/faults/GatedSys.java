package org.holdfast.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.holdfast.os.Sys;

/** The real system calls, each of which has to pass a gate first. */
public final class GatedSys {
    /** Calls that cannot fail. */
    public static final Set<String> INFALLIBLE = Set.of("umask", "geteuid", "getegid");

    /** Who makes a call: the thread that starts and ends the daemon, one that serves requests, that releases, or that cools. */
    public enum Part {
        FRAME,
        WORKER,
        REAPER,
        COOLER;

        private static Part ofThisThread() {
            String thread = Thread.currentThread().getName();
            if (thread.startsWith("holdfast-reaper")) {
                return REAPER;
            }
            return thread.equals(DaemonHere.COOLER) ? COOLER : thread.matches("holdfast-\\d+") ? WORKER : FRAME;
        }
    }

    /**
     * A call that is about to be made.
     *
     * @param number of the calls of this name by this part, from 1
     */
    public record Call(Part part, String name, int number) {
        @Override
        public String toString() {
            return part.name().toLowerCase(java.util.Locale.ROOT) + " " + name + " " + number;
        }
    }

    /** Lets calls pass, or not. */
    @FunctionalInterface
    public interface Gate {
        /** 0 to let it pass, else the errno that it gives. */
        int errno(Call call);
    }

    private final Sys real;
    private final Gate gate;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    private GatedSys(Sys real, Gate gate) {
        this.real = real;
        this.gate = gate;
    }

    /** Calls that are counted from 1. */
    public static Sys of(Sys real, Gate gate) {
        GatedSys gated = new GatedSys(real, gate);
        return (Sys) Proxy.newProxyInstance(
                Sys.class.getClassLoader(),
                new Class<?>[] {Sys.class},
                (proxy, method, args) -> gated.call(method, args));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (INFALLIBLE.contains(name)) {
            return invoke(method, arguments);
        }
        Part part = Part.ofThisThread();
        int errno = gate.errno(new Call(part, name, numbers.merge(part + name, 1, Integer::sum)));
        if (errno == 0) {
            return invoke(method, arguments);
        }
        if (name.equals("close")) {
            invoke(method, arguments); // close(2) gives the descriptor back whatever it returns
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
