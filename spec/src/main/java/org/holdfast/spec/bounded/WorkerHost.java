package org.holdfast.spec.bounded;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offers this machine to {@link DistributedTlc}: whoever connects gets a worker process, which takes its work from a TLC
 * server on the machine that asked. The worker ends with the connection, and its output goes through it. Whoever can
 * connect decides what is computed here, so that it is for trusted networks only.
 */
public final class WorkerHost implements Closeable {
    private static final Pattern REQUEST = Pattern.compile("holdfast tlc worker for port (\\d{1,5})\n");
    private static final int LONGEST = 100;
    private static final int PATIENCE = 10_000; // milliseconds, for the request

    private final Tlc how;
    private final ServerSocket socket;
    private final Map<Thread, Socket> serving = new ConcurrentHashMap<>();

    /** Listens; a port of 0 is any free one. A worker runs as {@code how} says, with its number of threads. */
    public WorkerHost(Tlc how, InetSocketAddress listen) throws IOException {
        this.how = how;
        socket = new ServerSocket();
        socket.bind(listen);
    }

    /** What is sent to ask for a worker of the TLC server on the port. */
    static String request(int port) {
        return "holdfast tlc worker for port " + port + "\n";
    }

    /** The port on which it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Serves until it is closed; each worker has a thread of its own. */
    public void serve() throws IOException {
        while (!socket.isClosed()) {
            Socket client;
            try {
                client = socket.accept();
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
                throw e;
            }
            Thread t = new Thread(() -> serve(client), "worker for " + client.getRemoteSocketAddress());
            t.setDaemon(true);
            serving.put(t, client);
            t.start();
        }
    }

    private void serve(Socket client) {
        try (client;
                Jvms jvms = new Jvms(Jvms.tlc(how.jar()), how.work())) {
            client.setSoTimeout(PATIENCE);
            Matcher m = REQUEST.matcher(line(client.getInputStream()));
            if (!m.matches()) {
                throw new IOException("not a request for a worker");
            }
            client.setSoTimeout(0);
            Process worker = DistributedTlc.start(
                    jvms,
                    jvms.scratch(),
                    how,
                    client.getLocalAddress(),
                    client.getInetAddress(),
                    Integer.parseInt(m.group(1)),
                    null);
            Thread watch = new Thread(() -> endWith(client, worker), "watch");
            watch.setDaemon(true);
            watch.start();
            try (InputStream said = worker.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                said.transferTo(out);
            }
        } catch (IOException e) {
            System.err.println("worker for " + client.getRemoteSocketAddress() + ": " + e.getMessage());
        } finally {
            serving.remove(Thread.currentThread());
        }
    }

    /** Ends the worker when the other side closes the connection. */
    private static void endWith(Socket client, Process worker) {
        try {
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the same as its end
        }
        worker.destroyForcibly();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && line.length() < LONGEST; c = in.read()) {
            line.append((char) c);
            if (c == '\n') {
                break;
            }
        }
        return line.toString();
    }

    /** Ends the workers too. */
    @Override
    public void close() throws IOException {
        socket.close();
        for (Map.Entry<Thread, Socket> e : serving.entrySet()) {
            e.getValue().close();
            try {
                e.getKey().join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
