package org.holdfast.transport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.holdfast.os.Sys;

/** System calls that send every command on a ring to a queue that the kernel does not have: it answers EINVAL. */
final class WrongQueues {
    private static final long OFF_SQES = 0x10000000L;
    private static final int QUEUE_AT = 48 + 16;
    private static final short NO_QUEUE = 9999;

    private final Sys real;
    private final Map<Integer, Long> entries = new ConcurrentHashMap<>();

    private WrongQueues(Sys real) {
        this.real = real;
    }

    static Sys of(Sys real) {
        WrongQueues wrong = new WrongQueues(real);
        return (Sys) Proxy.newProxyInstance(
                WrongQueues.class.getClassLoader(),
                new Class<?>[] {Sys.class},
                (proxy, method, arguments) -> wrong.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("ioUringEnter") && (int) arguments[1] > 0) {
            Pointer.wrap(Runtime.getSystemRuntime(), entries.get((int) arguments[0]))
                    .putShort(QUEUE_AT, NO_QUEUE);
        }
        try {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("mmap") && (long) arguments[4] == OFF_SQES) {
                entries.put((int) arguments[3], (long) result);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
