package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.Test;

/** READDIR and READDIRPLUS: complete, without the workdir, and counting exactly what is returned. */
final class ListingTest {
    private static final int ENTRY_PLUS = Entry.BYTES + 24 + 8;

    private static void populate(Export export) {
        for (int i = 0; i < 25; i++) {
            export.host().write("f".repeat(i * 7 + 1) + i, "text");
        }
        export.host().write("n".repeat(255), "longest");
        export.host().mkdir("directory");
        export.host().symlink("nowhere", "symlink");
    }

    private static List<String> hostNames(Export export) {
        List<String> names = new ArrayList<>(export.host().list(""));
        names.remove(".holdfast");
        return names;
    }

    /** Reads the root from start to end with replies of at most {@code size} bytes; null when that is too small. */
    private static List<Listed> list(Client client, int opcode, int size) {
        long handle = client.opendir(Client.ROOT).handle();
        List<Listed> all = new ArrayList<>();
        long offset = 0;
        while (true) {
            Answer answer = client.send(Client.data(opcode, Client.ROOT, handle, offset, size));
            if (answer.errno() == Errno.EINVAL) {
                client.releasedir(Client.ROOT, handle).ok();
                return null;
            }
            assertThat(answer.ok().payload().length).isLessThanOrEqualTo(size);
            List<Listed> listed = answer.listed();
            if (listed.isEmpty()) {
                client.releasedir(Client.ROOT, handle).ok();
                return all;
            }
            all.addAll(listed);
            offset = listed.get(listed.size() - 1).offset();
        }
    }

    private static List<String> names(List<Listed> listed) {
        return listed.stream()
                .filter(entry -> !entry.isDots())
                .map(Listed::name)
                .sorted()
                .toList();
    }

    private static void everyBufferSize(int opcode, int longest) {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            populate(export);
            List<String> names = hostNames(export);
            for (int size = 24; size <= longest + 400; size += size < longest + 16 ? 1 : 37) {
                List<Listed> listed = list(client, opcode, size);
                if (size >= longest) {
                    assertThat(names(listed)).as("with %d bytes", size).isEqualTo(names);
                    assertThat(listed.stream().filter(Listed::isDots)).hasSize(2);
                } else {
                    assertThat(listed).as("with %d bytes", size).isNull();
                }
                if (size % 50 == 0) {
                    export.settle();
                }
            }
        }
    }

    @Test
    void z11z12z13ReaddirplusAtEveryBufferSize() {
        everyBufferSize(Opcode.READDIRPLUS, Entry.BYTES + (24 + 255 + 7 & ~7));
    }

    @Test
    void z13ReaddirAtEveryBufferSize() {
        everyBufferSize(Opcode.READDIR, 24 + 255 + 7 & ~7);
    }

    @Test
    void z12DotsCarryNoCount() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            long handle = client.opendir(directory).handle();
            List<Listed> listed =
                    client.readdirplus(directory, handle, 0, Client.CAPACITY).listed();
            assertThat(listed)
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.entry().nodeid()).isZero());
            client.releasedir(directory, handle).ok();
            client.forget(directory, 1);
            assertThat(client.getattr(directory).errno()).isEqualTo(Errno.ESTALE);
        }
    }

    @Test
    void entriesSayWhatLookupAndGetattrSay() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            populate(export);
            for (Listed listed : list(client, Opcode.READDIRPLUS, Client.CAPACITY)) {
                if (!listed.isDots()) {
                    Entry entry = client.lookup(Client.ROOT, listed.name()).entry();
                    assertThat(entry).isEqualTo(listed.entry());
                    assertThat(client.attr(entry.nodeid())).isEqualTo(entry.attr());
                    assertThat(listed.ino()).isEqualTo(entry.attr().ino());
                    assertThat(listed.type()).isEqualTo(entry.attr().type() >> 12);
                }
            }
        }
    }

    @Test
    void readingAgainFromAnEarlierPosition() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            populate(export);
            long handle = client.opendir(Client.ROOT).handle();
            List<Listed> first = client.readdir(Client.ROOT, handle, 0, 4096).listed();
            List<Listed> again = client.readdir(
                            Client.ROOT, handle, first.get(3).offset(), 4096)
                    .listed();
            assertThat(again).startsWith(first.subList(4, 8).toArray(new Listed[0]));
            assertThat(client.readdir(Client.ROOT, handle, 0, 4096).listed()).isEqualTo(first);
        }
    }

    @Test
    void z40WithoutDescriptorsEveryNameIsStillListed() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            Client client = export.theClient();
            populate(export);
            long handle = client.opendir(Client.ROOT).handle();
            for (int errno : new int[] {Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM}) {
                faulty.fail("openat", errno);
                List<Listed> listed = client.readdirplus(Client.ROOT, handle, 0, Client.CAPACITY)
                        .listed();
                assertThat(names(listed)).isEqualTo(hostNames(export));
                assertThat(listed)
                        .allSatisfy(entry -> assertThat(entry.entry().nodeid()).isZero());
                assertThat(client.lookup(Client.ROOT, "symlink").errno()).isEqualTo(errno);
                assertThat(client.opendir(Client.ROOT).errno()).isEqualTo(errno);
                assertThat(client.readdirplus(Client.ROOT, 0, 0, 4096).errno()).isEqualTo(errno);
                faulty.heal();
            }
            assertThat(client.lookup(Client.ROOT, "symlink").isOk()).isTrue();
        }
    }

    @Test
    void aDirectoryThatIsEmptyOrGone() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            long handle = client.opendir(directory).handle();
            client.rmdir(Client.ROOT, "d").ok();
            Answer answer = client.readdirplus(directory, handle, 0, ENTRY_PLUS * 4);
            assertThat(answer.isOk() ? answer.listed().size() : answer.errno()).isIn(0, Errno.ENOENT);
        }
    }

    @Test
    void aFileHandleIsNoDirectory() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            long handle = client.open(node, 0).handle();
            assertThat(client.readdir(node, handle, 0, 4096).errno()).isEqualTo(Errno.ENOTDIR);
            assertThat(client.readdir(Client.ROOT, handle, 0, 4096).errno()).isEqualTo(Errno.ENOTDIR);
            assertThat(client.opendir(node).errno()).isEqualTo(Errno.ENOTDIR);
        }
    }
}
