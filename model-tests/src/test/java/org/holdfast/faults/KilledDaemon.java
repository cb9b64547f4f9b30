package org.holdfast.faults;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.LibraryLoader;
import org.holdfast.node.Policy;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.FileSystem;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;
import org.holdfast.transport.Inherited;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.Transport;

/**
 * A program like {@code holdfast serve --fd 0}, which kills itself (SIGKILL) at a moment of its life: {@code policy source
 * workdir what number}. What: {@code call}, before the system call of that number, or {@code event}, at the lifecycle event
 * of that number; both count from 1. It says at which.
 */
public final class KilledDaemon {
    /** The beginning of the line that says where it was killed. */
    public static final String SAYS = "killed at ";

    private static final int SIGKILL = 9;

    /** The budget of policy adaptive. */
    private static final int FDS = 2;

    /** Of libc. */
    public interface Signals {
        int getpid();

        int kill(int pid, int signal);
    }

    private static final Signals SIGNALS = LibraryLoader.create(Signals.class).load("c");

    private final int number;
    private final AtomicInteger passed = new AtomicInteger();

    private KilledDaemon(int number) {
        this.number = number;
    }

    /** Serves until its client goes, or until the moment. */
    public static void main(String[] args) throws InterruptedException {
        KilledDaemon daemon = new KilledDaemon(Integer.parseInt(args[4]));
        boolean events = args[3].equals("event");
        Sys linux = new LinuxSys();
        Sys sys = events ? linux : GatedSys.of(linux, daemon::call);
        Tracer tracer = events ? daemon.new Moments() : Tracer.OFF;
        Settings settings = new Settings(
                Path.of(args[1]), Optional.of(Path.of(args[2])), Policy.valueOf(args[0]), FDS, Cache.AUTO, false);
        Inherited client = Inherited.of(sys, 0);
        FileSystem fileSystem = FileSystem.open(sys, settings, tracer);
        fileSystem.startCooling();
        Transport transport = client.serve(1, fileSystem::handler, new Metrics());
        transport.awaitEnd();
        fileSystem.close();
    }

    private int call(GatedSys.Call call) {
        pass(call.name());
        return 0;
    }

    private void pass(String what) {
        if (passed.incrementAndGet() == number) {
            System.err.println(SAYS + what);
            SIGNALS.kill(SIGNALS.getpid(), SIGKILL);
            while (true) {
                Thread.onSpinWait(); // the signal comes at once; nothing is done until then
            }
        }
    }

    /** Lifecycle events, at one of which it ends. */
    private final class Moments implements Tracer {
        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void record(Event event) {
            pass(event.getClass().getSimpleName());
        }

        @Override
        public void close() {}
    }
}
