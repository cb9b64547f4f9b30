package org.holdfast.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.holdfast.transport.MountEntry;

/**
 * Answers {@code status} and keeps the connections of {@code umount}, which ends them with the process: whoever waits
 * for the end of one knows that the daemon has cleaned up.
 *
 * <p>Protocol: the client sends one byte. 's': the status as JSON, then end of file. 'w': nothing until the end.
 */
final class ControlServer implements AutoCloseable {
    static final byte STATUS = 's';
    static final byte WAIT = 'w';

    private static final long RETRY_MILLIS = 100;

    private final Supplier<Status> status;
    private final Path path;
    private final ServerSocketChannel server;

    private ControlServer(Supplier<Status> status, Path path, ServerSocketChannel server) {
        this.status = status;
        this.path = path;
        this.server = server;
    }

    /** Opens the socket; when that cannot be, says so in the log: serving does not depend on it. */
    static ControlServer open(MountEntry mount, Supplier<Status> status) {
        Path path = null;
        try {
            path = ControlAddress.prepare(mount);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            ControlServer control = new ControlServer(status, path, server);
            daemonThread(control::accept).start();
            return control;
        } catch (IOException e) {
            log().log(
                            System.Logger.Level.WARNING,
                            "no control socket, 'holdfast status' will not work: " + e.getMessage());
            return new ControlServer(status, null, null);
        }
    }

    private static System.Logger log() {
        return System.getLogger("org.holdfast.cli");
    }

    private static Thread daemonThread(Runnable work) {
        Thread thread = new Thread(work, "holdfast-control");
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                daemonThread(() -> serve(client)).start();
            } catch (IOException e) {
                waitForDescriptors();
            }
        }
    }

    /** accept(2) has failed, most likely for want of a descriptor; the client keeps waiting to be accepted. */
    private static void waitForDescriptors() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            int asked = Channels.newInputStream(client).read();
            if (asked == STATUS) {
                OutputStream out = Channels.newOutputStream(client);
                status.get().writeJson(out);
                out.flush();
            } else if (asked == WAIT) {
                Channels.newInputStream(client).read();
            }
        } catch (IOException | RuntimeException e) {
            log().log(System.Logger.Level.DEBUG, "control connection: " + e);
        }
    }

    @Override
    public void close() {
        if (server == null) {
            return;
        }
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log().log(System.Logger.Level.DEBUG, "closing the control socket: " + e);
        }
    }
}
