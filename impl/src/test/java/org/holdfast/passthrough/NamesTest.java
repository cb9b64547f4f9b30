package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Request;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;

/** A name is one component and ends where the payload ends. */
final class NamesTest {
    private static Request request(String payload, int extensionUnits) {
        Message message =
                new Message(Opcode.LOOKUP, 1).data(payload.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        byte[] bytes = message.extensions(extensionUnits).bytes();
        NativeBuffer buffer = NativeBuffer.allocate(bytes.length);
        buffer.bytes().put(0, bytes);
        Request request = new Request();
        request.wrap(buffer.bytes(), 0, buffer.address(), bytes.length);
        return request;
    }

    private static boolean isComponent(String name) {
        return !name.isEmpty() && !name.contains("/") && !name.equals(".") && !name.equals("..");
    }

    @Property
    void oneName(@ForAll @CharRange(from = '\0', to = '0') @StringLength(max = 6) String payload) {
        int nul = payload.indexOf('\0');
        boolean good = nul == payload.length() - 1 && nul >= 0 && isComponent(payload.substring(0, nul));
        assertThat(Names.checkLast(request(payload, 0), 0)).isEqualTo(good ? 0 : -Errno.EINVAL);
    }

    @Property
    void aNameThatAnotherFollows(@ForAll @CharRange(from = '\0', to = '0') @StringLength(max = 6) String payload) {
        int nul = payload.indexOf('\0');
        boolean good = nul >= 0 && isComponent(payload.substring(0, nul));
        assertThat(Names.checkFirst(request(payload, 0), 0)).isEqualTo(good ? nul : -Errno.EINVAL);
    }

    @Property
    void extensionsAreNotPartOfTheName(
            @ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 1, max = 9) String name) {
        assertThat(Names.checkLast(request(name + "\0" + "e".repeat(16), 2), 0)).isZero();
        assertThat(Names.checkLast(request(name + "\0" + "e".repeat(16), 1), 0)).isEqualTo(-Errno.EINVAL);
        assertThat(Names.checkLast(request(name + "\0", 100), 0)).isEqualTo(-Errno.EINVAL);
    }
}
