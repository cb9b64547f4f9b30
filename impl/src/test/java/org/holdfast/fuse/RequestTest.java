package org.holdfast.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.holdfast.os.NativeBuffer;
import org.junit.jupiter.api.Test;

/** A request is read where it lies, and only as far as it reaches. */
final class RequestTest {
    private final NativeBuffer buffer = NativeBuffer.allocate(256);
    private final Request request = new Request();

    private void put(int at, int length, int opcode, String payload) {
        buffer.putInt(at, length);
        buffer.putInt(at + 4, opcode);
        buffer.putLong(at + 8, 11);
        buffer.putLong(at + 16, 12);
        buffer.putInt(at + 24, 13);
        buffer.putInt(at + 28, 14);
        buffer.putInt(at + 32, 15);
        buffer.bytes().put(at + 40, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void headerArgumentsAndPayload() {
        put(8, 40 + 8 + 5, Opcode.MKDIR, "AAAABBBBname\0");
        request.wrap(buffer.bytes(), 8, buffer.address(8), 53);
        assertThat(request.isWellFormed()).isTrue();
        assertThat(request.opcode()).isEqualTo(Opcode.MKDIR);
        assertThat(request.unique()).isEqualTo(11);
        assertThat(request.nodeid()).isEqualTo(12);
        assertThat(request.uid()).isEqualTo(13);
        assertThat(request.gid()).isEqualTo(14);
        assertThat(request.pid()).isEqualTo(15);
        assertThat(request.int32(0)).isEqualTo(0x41414141);
        assertThat(request.int64(0)).isEqualTo(0x4242424241414141L);
        assertThat(request.payloadLength()).isEqualTo(5);
        assertThat(request.stringLength(0)).isEqualTo(4);
        assertThat(request.payloadAddress(1)).isEqualTo(buffer.address(8 + 40 + 8 + 1));
        assertThat((char) request.payloadByte(3)).isEqualTo('e');
    }

    @Test
    void lengthsThatDoNotFit() {
        put(0, 48, Opcode.GETATTR, "");
        for (int length : new int[] {0, 1, 39, 40, 47, 48, 55}) {
            buffer.putInt(0, length);
            request.wrap(buffer.bytes(), 0, buffer.address(), length);
            assertThat(request.isWellFormed()).as("%d bytes", length).isFalse();
        }
        buffer.putInt(0, 56);
        request.wrap(buffer.bytes(), 0, buffer.address(), 56);
        assertThat(request.isWellFormed()).isTrue();
        request.wrap(buffer.bytes(), 0, buffer.address(), 57);
        assertThat(request.isWellFormed()).as("the header says another length").isFalse();
        assertThat(request.payloadLength()).isZero();
    }

    @Test
    void aStringEndsWithinThePayload() {
        put(0, 44, Opcode.LOOKUP, "abcd\0");
        request.wrap(buffer.bytes(), 0, buffer.address(), 44);
        assertThat(request.stringLength(0)).isEqualTo(-1);
        assertThat(request.stringLength(4)).isEqualTo(-1);
        put(0, 46, Opcode.LOOKUP, "ab\0cd\0");
        request.wrap(buffer.bytes(), 0, buffer.address(), 46);
        assertThat(request.stringLength(0)).isEqualTo(2);
        assertThat(request.stringLength(3)).isEqualTo(2);
    }

    @Test
    void partsInDifferentBuffers() {
        NativeBuffer arguments = NativeBuffer.allocate(64);
        NativeBuffer payload = NativeBuffer.string("name");
        put(16, 0, Opcode.MKDIR, "");
        arguments.putInt(8, 0755);
        request.wrap(buffer.bytes(), 16, arguments.bytes(), 8, payload.bytes(), 0, payload.address(), 5);
        assertThat(request.isWellFormed()).isTrue();
        assertThat(request.nodeid()).isEqualTo(12);
        assertThat(request.int32(0)).isEqualTo(0755);
        assertThat(request.stringLength(0)).isEqualTo(4);
    }

    @Test
    void setxattrHasTwoSizes() {
        put(0, 56, Opcode.SETXATTR, "");
        request.useExtendedSetxattr(true);
        request.wrap(buffer.bytes(), 0, buffer.address(), 56);
        assertThat(request.payloadLength()).isZero();
        request.useExtendedSetxattr(false);
        request.wrap(buffer.bytes(), 0, buffer.address(), 56);
        assertThat(request.payloadLength()).isEqualTo(8);
    }

    @Test
    void opcodesHaveNames() {
        assertThat(Opcode.name(Opcode.LOOKUP)).isEqualTo("LOOKUP");
        assertThat(Opcode.name(Opcode.COPY_FILE_RANGE_64)).isEqualTo("COPY_FILE_RANGE_64");
        for (int unknown : new int[] {0, 7, 63, 64, -1, Integer.MIN_VALUE}) {
            assertThat(Opcode.name(unknown)).isEqualTo("opcode " + unknown);
            assertThat(Opcode.argumentBytes(unknown)).isZero();
        }
    }
}
