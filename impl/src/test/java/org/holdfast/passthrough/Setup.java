package org.holdfast.passthrough;

import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.node.Policy;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/** How a test wants its file system. */
record Setup(Sys sys, Policy policy, Cache cache, boolean readonly, Tracer tracer, boolean workdirOutside) {
    /** The budget of policy adaptive. */
    static final int FDS = 4;

    static final Sys LINUX = new LinuxSys();
    static final Setup LINK = new Setup(LINUX, Policy.LINK, Cache.AUTO, false, Tracer.OFF, false);

    Setup sys(Sys sys) {
        return new Setup(sys, policy, cache, readonly, tracer, workdirOutside);
    }

    Setup policy(Policy policy) {
        return new Setup(sys, policy, cache, readonly, tracer, workdirOutside);
    }

    Setup cache(Cache cache) {
        return new Setup(sys, policy, cache, readonly, tracer, workdirOutside);
    }

    Setup readOnly() {
        return new Setup(sys, policy, cache, true, tracer, workdirOutside);
    }

    Setup tracer(Tracer tracer) {
        return new Setup(sys, policy, cache, readonly, tracer, workdirOutside);
    }

    /** With the workdir beside the export instead of in it. */
    Setup besideExport() {
        return new Setup(sys, policy, cache, readonly, tracer, true);
    }

    Settings settings(Path export, Path beside) {
        return new Settings(
                export, workdirOutside ? Optional.of(beside) : Optional.empty(), policy, FDS, cache, readonly);
    }
}
