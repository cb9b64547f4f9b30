package org.holdfast.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.os.NativeBuffer;
import org.junit.jupiter.api.Test;

/** A reply is a success with a payload, an errno without one, or none. */
final class ReplyTest {
    private final NativeBuffer buffer = NativeBuffer.allocate(64);
    private final Reply reply = new Reply(buffer.bytes(), 16, buffer.address(16), 48);

    @Test
    void aSuccess() {
        reply.begin();
        reply.put64(0, -2);
        reply.put32(8, 0x01020304);
        reply.put16(12, 0xffff);
        reply.put8(14, 7);
        reply.ok(15);
        assertThat(reply.writeHeader(buffer.bytes(), 0, 99)).isEqualTo(31);
        assertThat(buffer.getInt(0)).isEqualTo(31);
        assertThat(buffer.getInt(4)).isZero();
        assertThat(buffer.getLong(8)).isEqualTo(99);
        assertThat(buffer.getLong(16)).isEqualTo(-2);
        assertThat(reply.getInt64(0)).isEqualTo(-2);
        assertThat(buffer.getByte(24)).isEqualTo((byte) 4);
        assertThat(reply.address(3)).isEqualTo(buffer.address(19));
    }

    @Test
    void anErrorHasNoPayload() {
        reply.begin();
        reply.ok(40);
        reply.error(2);
        assertThat(reply.length()).isZero();
        assertThat(reply.writeHeader(buffer.bytes(), 0, 99)).isEqualTo(16);
        assertThat(buffer.getInt(4)).isEqualTo(-2);
        reply.begin();
        assertThat(reply.error()).isZero();
    }

    @Test
    void noneLastsUntilTheNextRequest() {
        reply.begin();
        reply.none();
        assertThat(reply.isExpected()).isFalse();
        reply.begin();
        assertThat(reply.isExpected()).isTrue();
    }

    @Test
    void clearTouchesNothingElse() {
        for (int i = 0; i < 48; i++) {
            reply.put8(i, 1);
        }
        reply.clear(8, 3);
        assertThat(reply.getInt32(7)).isEqualTo(1);
        assertThat(reply.getInt32(8)).isEqualTo(0x01000000);
    }
}
