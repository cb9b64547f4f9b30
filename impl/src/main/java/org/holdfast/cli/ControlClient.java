package org.holdfast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.holdfast.transport.MountEntry;

/** The other end of {@link ControlServer}. */
final class ControlClient implements AutoCloseable {
    private final SocketChannel channel;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to the daemon of {@code mount}; empty when there is none, or none that this user may ask. */
    static Optional<ControlClient> connect(MountEntry mount) {
        for (UnixDomainSocketAddress address : ControlAddress.candidates(mount)) {
            try {
                return Optional.of(new ControlClient(SocketChannel.open(address)));
            } catch (IOException e) {
                continue; // left over by a daemon that was killed
            }
        }
        return Optional.empty();
    }

    /** Whether a daemon answers for {@code mount}. */
    static boolean isAlive(MountEntry mount) {
        Optional<ControlClient> client = connect(mount);
        client.ifPresent(ControlClient::close);
        return client.isPresent();
    }

    /** The status as JSON. */
    byte[] status() throws IOException {
        ask(ControlServer.STATUS);
        try (InputStream in = Channels.newInputStream(channel)) {
            return in.readAllBytes();
        }
    }

    /** Asks to be told of the daemon's end; {@link #awaitEnd} then waits for it. */
    void announceWait() throws IOException {
        ask(ControlServer.WAIT);
    }

    /** Returns when the daemon has ended. */
    void awaitEnd() throws IOException {
        try (InputStream in = Channels.newInputStream(channel)) {
            in.readAllBytes();
        }
    }

    private void ask(byte question) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {question}));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // nothing more can be done for a connection that is given up
        }
    }
}
