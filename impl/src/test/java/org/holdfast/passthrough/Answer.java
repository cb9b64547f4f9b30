package org.holdfast.passthrough;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;

/**
 * What came back for a request: nothing, an errno, or a payload. The methods that read a payload fail the test when
 * there is an errno instead.
 */
record Answer(int opcode, boolean expected, int errno, byte[] payload) {
    private ByteBuffer buffer() {
        return ByteBuffer.wrap(ok().payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** This answer, which must be a success. */
    Answer ok() {
        if (errno != 0) {
            throw new AssertionError(Opcode.name(opcode) + " gave " + Errno.name(errno));
        }
        return this;
    }

    boolean isOk() {
        return errno == 0;
    }

    Entry entry() {
        return Entry.read(buffer(), 0);
    }

    long nodeid() {
        return entry().nodeid();
    }

    /** Of GETATTR and SETATTR. */
    Attr attr() {
        return Attr.read(buffer(), 16);
    }

    /** The handle in the reply to OPEN, OPENDIR, CREATE or TMPFILE. */
    long handle() {
        return buffer().getLong(opcode == Opcode.CREATE || opcode == Opcode.TMPFILE ? Entry.BYTES : 0);
    }

    List<Listed> listed() {
        return Listed.read(buffer(), payload.length, opcode == Opcode.READDIRPLUS);
    }

    int u32(int at) {
        return buffer().getInt(at);
    }

    long u64(int at) {
        return buffer().getLong(at);
    }

    String text() {
        return new String(ok().payload, StandardCharsets.ISO_8859_1);
    }
}
