package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Paths of holds, written without allocating, are what String.format makes of them. */
final class HoldPathTest {
    private final HoldPath path = new HoldPath();

    private static String at(long address) {
        Pointer memory = Pointer.wrap(Runtime.getSystemRuntime(), address);
        return memory.getString(0, 96, StandardCharsets.US_ASCII);
    }

    @Property
    void workLinksAndDescriptors(
            @ForAll @LongRange(min = 1) long nodeid, @ForAll @IntRange(min = 0) int fd, @ForAll boolean first) {
        String link = String.format("%02x/%x", nodeid & 0xff, nodeid);
        if (first) {
            assertThat(at(path.inWorkdirOf(fd, nodeid))).isEqualTo("/proc/self/fd/" + fd + "/" + link);
        }
        assertThat(at(path.inWorkdir(nodeid))).isEqualTo(link);
        assertThat(WorkdirFormat.isLink(link.substring(0, 2), link.substring(3)))
                .isTrue();
        assertThat(at(path.shard(nodeid))).isEqualTo(link.substring(0, 2));
        assertThat(at(path.ofFd(fd))).isEqualTo("/proc/self/fd/" + fd);
        assertThat(at(path.inWorkdirOf(fd, nodeid))).isEqualTo("/proc/self/fd/" + fd + "/" + link);
    }

    @Example
    void theLongestFits() {
        assertThat(at(path.inWorkdirOf(Integer.MAX_VALUE, -1L)))
                .isEqualTo("/proc/self/fd/2147483647/ff/ffffffffffffffff");
    }
}
