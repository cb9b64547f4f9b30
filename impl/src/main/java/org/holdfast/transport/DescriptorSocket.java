package org.holdfast.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.SpawnFileAction;
import org.holdfast.os.EnvironmentException;

/**
 * Runs a helper whose standard input is one end of a socket pair, and receives a descriptor from it (SCM_RIGHTS,
 * unix(7)). The helper is told through {@code _FUSE_COMMFD=0}.
 */
final class DescriptorSocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int NO_DESCRIPTOR = -1;

    private final POSIX posix = POSIXFactory.getNativePOSIX();

    private DescriptorSocket() {}

    /**
     * How the helper ended.
     *
     * @param descriptor what it sent, or -1
     * @param message what it wrote to its standard error
     */
    record Result(int descriptor, String message) {}

    /** Runs {@code program}, found on the PATH, to its end. */
    static Result run(String program, List<String> command) {
        return new DescriptorSocket().spawn(program, command);
    }

    private Result spawn(String program, List<String> command) {
        int[] sockets = new int[2];
        int[] errors = new int[2];
        if (posix.socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) {
            throw new EnvironmentException("cannot make a socket pair: errno " + posix.errno());
        }
        if (posix.pipe(errors) != 0) {
            closeAll(sockets);
            throw new EnvironmentException("cannot make a pipe: errno " + posix.errno());
        }
        List<SpawnFileAction> actions = List.of(
                SpawnFileAction.dup(sockets[1], 0),
                SpawnFileAction.dup(errors[1], 2),
                SpawnFileAction.close(sockets[0]),
                SpawnFileAction.close(errors[0]));
        long pid = posix.posix_spawnp(program, actions, command, environment());
        posix.close(sockets[1]);
        posix.close(errors[1]);
        try {
            if (pid <= 0) {
                throw new EnvironmentException("cannot run " + program + ": errno " + posix.errno());
            }
            String message = readAll(errors[0]);
            int[] status = new int[1];
            posix.waitpid(pid, status, 0);
            return new Result(status[0] == 0 ? receive(sockets[0]) : NO_DESCRIPTOR, message);
        } finally {
            posix.close(sockets[0]);
            posix.close(errors[0]);
        }
    }

    private void closeAll(int[] descriptors) {
        for (int descriptor : descriptors) {
            posix.close(descriptor);
        }
    }

    private static List<String> environment() {
        List<String> variables = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            variables.add(variable.getKey() + "=" + variable.getValue());
        }
        variables.add("_FUSE_COMMFD=0");
        variables.add("LC_ALL=C");
        return variables;
    }

    private String readAll(int descriptor) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[512];
        long count;
        while ((count = posix.read(descriptor, buffer, buffer.length)) > 0) {
            text.append(new String(buffer, 0, (int) count, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private int receive(int socket) {
        MsgHdr message = posix.allocateMsgHdr();
        message.setIov(new ByteBuffer[] {ByteBuffer.allocateDirect(1)});
        CmsgHdr control = message.allocateControl(Integer.BYTES);
        if (posix.recvmsg(socket, message, 0) < 0
                || control.getLevel() != SOL_SOCKET
                || control.getType() != SCM_RIGHTS) {
            return NO_DESCRIPTOR;
        }
        return control.getData().order(ByteOrder.nativeOrder()).getInt(0);
    }
}
