package org.holdfast.mount;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;

/** Programs that read and look without end at a mount that may go away under them; they change nothing. */
final class Load implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private final List<Program.Running> programs = new ArrayList<>();

    Load(Path client) {
        for (String script : List.of(
                "while ls -l \"$1\" > /dev/null; do :; done", "cd \"$1\"; while cat f0001*; do :; done > /dev/null")) {
            programs.add(
                    Program.shell(script, client).limit(Duration.ofSeconds(10)).start());
        }
    }

    void awaitWork() {
        Kernel.dropCaches();
        Await.pause(WARM_UP);
    }

    @Override
    public void close() {
        for (Program.Running program : programs) {
            program.process().descendants().forEach(ProcessHandle::destroyForcibly);
            program.process().destroyForcibly();
            program.await();
        }
    }
}
