package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the client is told that it may believe replies, and what that changes in OPEN and OPENDIR. */
final class CacheTest {
    private static final int FOPEN_DIRECT_IO = 1;
    private static final int FOPEN_KEEP_CACHE = 2;
    private static final int OPEN_FLAGS_AT = 8;

    @ParameterizedTest
    @CsvSource({"AUTO, 1, 0", "ALWAYS, 86400, 2", "NEVER, 0, 1"})
    void validityAndOpenFlags(Cache cache, long seconds, int flags) {
        try (Export export = Export.open(Setup.LINK.cache(cache))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            Entry entry = client.lookup(Client.ROOT, "a").entry();
            assertThat(entry.entryValid()).isEqualTo(seconds);
            assertThat(entry.attrValid()).isEqualTo(seconds);
            assertThat(client.getattr(entry.nodeid()).u64(0)).isEqualTo(seconds);
            int given = client.open(entry.nodeid(), 0).u32(OPEN_FLAGS_AT);
            assertThat(given & (FOPEN_DIRECT_IO | FOPEN_KEEP_CACHE)).isEqualTo(flags);
        }
    }

    /** A name that is not there; "a/b" of a file "a" is no name that could be there one day. */
    @ParameterizedTest
    @CsvSource({"AUTO, false", "ALWAYS, true", "NEVER, false"})
    void thatThereIsNoSuchName(Cache cache, boolean cached) {
        try (Export export = Export.open(Setup.LINK.cache(cache))) {
            Client client = export.theClient();
            Answer answer = client.lookup(Client.ROOT, "nothing");
            if (cached) {
                assertThat(answer.entry().nodeid()).isZero();
                assertThat(answer.entry().entryValid()).isEqualTo(86_400);
            } else {
                assertThat(answer.errno()).isEqualTo(Errno.ENOENT);
            }
            export.host().write("a", "text");
            long file = client.lookup(Client.ROOT, "a").entry().nodeid();
            assertThat(client.lookup(file, "b").errno()).isEqualTo(Errno.ENOTDIR);
        }
    }

    @Test
    void directoriesThatNeedNotBeOpenedAreListedWithoutAHandle() {
        try (Export export = Export.open(Setup.LINK.cache(Cache.ALWAYS))) {
            Client client = export.theClient();
            client.init().ok();
            for (int i = 0; i < 60; i++) {
                export.host().write("f" + i, "");
            }
            assertThat(client.opendir(Client.ROOT).errno()).isEqualTo(Errno.ENOSYS);
            List<String> names = new ArrayList<>();
            List<Listed> listed = client.readdirplus(Client.ROOT, 0, 0, 2048).listed();
            while (!listed.isEmpty()) {
                listed.forEach(entry -> names.add(entry.name()));
                long offset = listed.get(listed.size() - 1).offset();
                listed = client.readdirplus(Client.ROOT, 0, offset, 2048).listed();
            }
            assertThat(names).hasSize(62).doesNotHaveDuplicates();
        }
    }
}
