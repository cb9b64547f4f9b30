package org.holdfast.spec.bounded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * TLC's own distributed mode: a server here, which has the queue and the fingerprints, and worker processes here or
 * elsewhere, which compute steps and check properties. Of a violation the server says the last step, and not of which
 * property; and it does not count steps, nor levels, as one process does.
 *
 * @param server how the server's JVM runs; its workers are the threads of each worker process here
 * @param address this machine's address as the workers know it; the server listens there and nowhere else
 * @param workers the worker processes
 */
public record DistributedTlc(Tlc server, InetAddress address, List<WorkerAddress> workers) {
    private static final String PACKAGE = "tlc2.tool.distributed.";
    private static final int GRACE = 20; // seconds between the end of the last worker and that of the server

    /** Checks the model; each line that the server prints goes to the listener at once. */
    public Tlc.Result run(ModelFile.Entry e, Consumer<String> lines) throws IOException, InterruptedException {
        if (e.isLive()) {
            throw new IOException("TLC's distributed mode does not check liveness: " + e);
        }
        Path dir = Tlc.prepare(server.work().resolve(e.name()).toAbsolutePath(), e);
        List<Socket> far = new ArrayList<>();
        try (Jvms jvms = new Jvms(Jvms.tlc(server.jar()), dir)) {
            int port = freePort();
            List<String> flags = new ArrayList<>(server.flags());
            flags.addAll(flags(address, port));
            List<String> main = List.of(
                    PACKAGE + "TLCServer",
                    "-deadlock", // one is no error
                    "-config",
                    "model.cfg",
                    "-metadir",
                    jvms.scratch().toString(),
                    ModelFile.root(e));
            Process tlc = jvms.start(dir, flags, main, null);
            String text = server.read(tlc, e, dir, line -> {
                if (line.startsWith("TLC server at ") && line.contains(" is ready")) {
                    employ(jvms, dir, port, tlc, far);
                }
                lines.accept(line);
            });
            jvms.check();
            return result(e, tlc.waitFor(), text);
        } finally {
            for (Socket s : far) {
                s.close();
            }
        }
    }

    private Tlc.Result result(ModelFile.Entry e, int exit, String text) {
        Tlc.Result r = TlcOutput.result(e, exit, text);
        String broken = r.trace() == 0 ? "" : e.check().size() == 1 ? e.check().get(0) : "a property";
        return new Tlc.Result(exit, broken, broken.isEmpty() ? r.states() : 0, 0, 0, 0, r.taken(), text);
    }

    /** Starts the workers. When all have ended and the server has not noticed, there is nothing left to wait for. */
    private void employ(Jvms jvms, Path dir, int port, Process tlc, List<Socket> far) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        try {
            for (WorkerAddress w : workers) {
                File out = dir.resolve("worker-" + (ends.size() + 1) + ".out").toFile();
                if (w.host().isPresent()) {
                    ends.add(ask(w.host().get(), port, out.toPath(), far));
                } else {
                    ends.add(start(jvms, dir, server, address, address, port, out)
                            .onExit());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .thenRunAsync(tlc::destroyForcibly, CompletableFuture.delayedExecutor(GRACE, TimeUnit.SECONDS));
    }

    /** Starts a worker in a JVM on this machine, which has the address {@code here}. */
    static Process start(Jvms jvms, Path dir, Tlc how, InetAddress here, InetAddress server, int port, File out)
            throws IOException {
        List<String> flags = new ArrayList<>(how.flags());
        flags.addAll(flags(here, port));
        flags.add("-D" + PACKAGE + "TLCWorker.threadCount=" + how.workers());
        return jvms.start(dir, flags, List.of(PACKAGE + "TLCWorker", server.getHostAddress()), out);
    }

    /** Asks a {@link WorkerHost} for a worker, whose output is written to the file; ends with the worker. */
    private CompletableFuture<?> ask(InetSocketAddress host, int port, Path out, List<Socket> far) throws IOException {
        Socket socket = new Socket();
        far.add(socket);
        socket.bind(new InetSocketAddress(address, 0)); // the worker connects to where it was asked from
        try {
            socket.connect(host, 10_000);
        } catch (IOException e) {
            throw new IOException("no tlc-worker listens on " + host + ": " + e.getMessage(), e);
        }
        socket.getOutputStream().write(WorkerHost.request(port).getBytes(StandardCharsets.US_ASCII));
        Runnable copy = () -> {
            try (InputStream said = socket.getInputStream()) {
                Files.copy(said, out, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    System.err.println("lost the worker on " + host + ": " + e.getMessage());
                }
            }
        };
        return CompletableFuture.runAsync(copy, DistributedTlc::thread);
    }

    private static void thread(Runnable task) {
        Thread t = new Thread(task, "worker elsewhere");
        t.setDaemon(true);
        t.start();
    }

    private static List<String> flags(InetAddress here, int port) {
        return List.of(
                "-D" + Leash.ADDRESS + "=" + here.getHostAddress(),
                "-D" + PACKAGE + "TLCServer.port=" + port,
                "-D" + PACKAGE + "TLCServer.report=10000"); // milliseconds
    }

    private int freePort() throws IOException {
        try (ServerSocket s = new ServerSocket(0, 1, address)) {
            return s.getLocalPort();
        }
    }
}
