package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;

/** Z58: for the client there is no workdir, by whatever name and in whatever directory it lies. */
final class HiddenWorkdirTest {
    private static void unreachable(Export export, long parent, String hostPath, String name) {
        Client client = export.theClient();
        String links = String.join(",", export.workLinks());
        long victim = client.lookup(Client.ROOT, "victim").nodeid();
        assertThat(client.lookup(parent, name).errno()).isEqualTo(Errno.ENOENT);
        assertThat(names(client, parent)).doesNotContain(name);
        assertThat(client.unlink(parent, name).errno()).isEqualTo(Errno.ENOENT);
        assertThat(client.rmdir(parent, name).errno()).isIn(Errno.ENOENT, Errno.ENOTEMPTY);
        assertThat(client.mkdir(parent, name).errno()).isEqualTo(Errno.EEXIST);
        assertThat(client.mknod(parent, name, 0100644, 0).errno()).isEqualTo(Errno.EEXIST);
        assertThat(client.symlink(parent, name, "x").errno()).isEqualTo(Errno.EEXIST);
        assertThat(client.create(parent, name, 0x242, 0644).errno()).isEqualTo(Errno.EEXIST);
        assertThat(client.create(parent, name, 0x2c2, 0644).errno()).isEqualTo(Errno.EEXIST);
        assertThat(client.link(victim, parent, name).errno()).isEqualTo(Errno.EEXIST);
        assertThat(client.rename(parent, name, Client.ROOT, "stolen").errno()).isEqualTo(Errno.ENOENT);
        assertThat(client.rename(Client.ROOT, "victim", parent, name).errno()).isIn(Errno.EEXIST, Errno.EISDIR);
        assertThat(client.rename(Client.ROOT, "directory", parent, name).errno())
                .isIn(Errno.EEXIST, Errno.ENOTEMPTY);
        assertThat(client.rename2(Client.ROOT, "directory", parent, name, 2).errno())
                .isEqualTo(Errno.EEXIST);
        assertThat(client.rename2(parent, name, Client.ROOT, "directory", 2).errno())
                .isEqualTo(Errno.ENOENT);
        assertThat(export.host().exists(hostPath + "/format")).isTrue();
        assertThat(String.join(",", export.host().filesBelow(hostPath))).contains(links);
    }

    private static List<String> names(Client client, long directory) {
        long handle = client.opendir(directory).handle();
        List<String> plain = client.readdir(directory, handle, 0, 4096).listed().stream()
                .map(Listed::name)
                .sorted()
                .toList();
        List<String> plus = client.readdirplus(directory, handle, 0, 16384).listed().stream()
                .map(Listed::name)
                .sorted()
                .toList();
        client.releasedir(directory, handle).ok();
        assertThat(plus).isEqualTo(plain);
        return plain;
    }

    private static Export prepared() {
        Export export = Export.open();
        export.host().write("victim", "text");
        export.host().mkdir("directory");
        return export;
    }

    @Test
    void z58WhereItWasMade() {
        try (Export export = prepared()) {
            unreachable(export, Client.ROOT, ".holdfast", ".holdfast");
        }
    }

    @Test
    void z58AfterTheHostRenamedIt() {
        try (Export export = prepared()) {
            export.host().rename(".holdfast", "elsewhere");
            unreachable(export, Client.ROOT, "elsewhere", "elsewhere");
            Client client = export.theClient();
            assertThat(client.mkdir(Client.ROOT, ".holdfast").isOk()).isTrue();
            client.rmdir(Client.ROOT, ".holdfast").ok();
            export.host().rename("elsewhere", ".holdfast");
        }
    }

    @Test
    void z58AfterTheHostMovedItToAnotherDirectory() {
        try (Export export = prepared()) {
            Client client = export.theClient();
            long parent = client.mkdir(Client.ROOT, "parent").nodeid();
            export.host().rename(".holdfast", "parent/moved");
            unreachable(export, parent, "parent/moved", "moved");
            assertThat(client.rmdir(Client.ROOT, "parent").errno()).isEqualTo(Errno.ENOTEMPTY);
            export.host().rename("parent/moved", ".holdfast");
        }
    }

    @Test
    void theParentLooksAsIfItWereNotThere() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            assertThat(names(client, Client.ROOT)).containsExactly(".", "..");
            assertThat(client.attr(Client.ROOT).nlink()).isEqualTo(2);
            assertThat(export.host().nlink("")).isEqualTo(3);
            client.mkdir(Client.ROOT, "d").ok();
            assertThat(client.attr(Client.ROOT).nlink()).isEqualTo(3);
        }
    }

    @Test
    void aWorkdirBesideTheExportTakesNoNameInIt() {
        try (Export export = Export.open(Setup.LINK.besideExport())) {
            Client client = export.theClient();
            assertThat(export.host().list("")).isEmpty();
            client.mkdir(Client.ROOT, ".holdfast").ok();
            long file = client.create(Client.ROOT, "a", 2, 0644).nodeid();
            assertThat(export.workLinks()).hasSize(1);
            assertThat(client.attr(file).nlink()).isEqualTo(1);
            client.rmdir(Client.ROOT, ".holdfast").ok();
        }
    }
}
