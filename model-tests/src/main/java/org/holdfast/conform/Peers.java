package org.holdfast.conform;

import static org.holdfast.kernel.Ability.CLEAN_END;
import static org.holdfast.kernel.Ability.FALLOCATE;
import static org.holdfast.kernel.Ability.FIFO_ORDER;
import static org.holdfast.kernel.Ability.GENERATION;
import static org.holdfast.kernel.Ability.HOSTILE_OPENS;
import static org.holdfast.kernel.Ability.HOST_FILES;
import static org.holdfast.kernel.Ability.HOST_NAMES;
import static org.holdfast.kernel.Ability.IOCTL;
import static org.holdfast.kernel.Ability.LINK;
import static org.holdfast.kernel.Ability.NEGATIVE_ENTRIES;
import static org.holdfast.kernel.Ability.OWNERS;
import static org.holdfast.kernel.Ability.PROMPT_RELEASE;
import static org.holdfast.kernel.Ability.READDIRPLUS;
import static org.holdfast.kernel.Ability.RENAME_FLAGS;
import static org.holdfast.kernel.Ability.SPECIAL_FILES;
import static org.holdfast.kernel.Ability.SYMLINK;
import static org.holdfast.kernel.Ability.TMPFILE;
import static org.holdfast.kernel.Ability.UNKNOWN_NODEIDS;
import static org.holdfast.kernel.Ability.XATTR;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.holdfast.kernel.Ability;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;

/** The adapters of the daemons that are tried here. */
public final class Peers {
    /** What nearly every passthrough daemon can do. */
    private static final Set<Ability> ORDINARY = EnumSet.of(
            HOST_NAMES, HOST_FILES, FIFO_ORDER, PROMPT_RELEASE, LINK, SYMLINK, SPECIAL_FILES, READDIRPLUS, OWNERS);

    private static final Supplier<String> LIBFUSE = said("sh", "-c", "echo libfuse $(pkg-config --modversion fuse3)");

    private static final String VIRTIOFSD = "/usr/lib/qemu/virtiofsd";

    private static final List<Peer> ALL = List.of(
            new Peer(
                    "passthrough_ll",
                    LIBFUSE,
                    Transport.SOCKET,
                    example("passthrough_ll", "-f", "-s", "-o", "source={src},xattr", "/dev/fd/{fd}"),
                    with(XATTR),
                    "libfuse's example of the low-level interface: a node for each inode, held by a descriptor. A nodeid is "
                            + "the address of a node in memory."),
            new Peer(
                    "passthrough",
                    LIBFUSE,
                    Transport.SOCKET,
                    example("passthrough", "-f", "-s", "-o", "modules=subdir,subdir={src}", "/dev/fd/{fd}"),
                    without(READDIRPLUS, with(GENERATION)),
                    "libfuse's example of the high-level interface: a node for each name, and no hold on any object."),
            new Peer(
                    "passthrough_fh",
                    LIBFUSE,
                    Transport.SOCKET,
                    example("passthrough_fh", "-f", "-s", "-o", "modules=subdir,subdir={src}", "/dev/fd/{fd}"),
                    without(READDIRPLUS, with(GENERATION, XATTR)),
                    "As passthrough, with a descriptor for each open file."),
            new Peer(
                    "passthrough_hp",
                    LIBFUSE,
                    Transport.SOCKET,
                    () -> List.of(
                            Project.top()
                                    .resolve("model-tests/peers/passthrough_hp")
                                    .toString(),
                            "--foreground",
                            "--nosplice",
                            "--single",
                            "{src}",
                            "/dev/fd/{fd}"),
                    with(XATTR),
                    "libfuse's example in C++: a node for each inode, held by a descriptor. Debian ships it as source only; it is "
                            + "fetched and compiled at the first start."),
            new Peer(
                    "fuse-overlayfs",
                    said("sh", "-c", "fuse-overlayfs --version | grep ^fuse-overlayfs"),
                    Transport.SOCKET,
                    () -> List.of(
                            "sh",
                            "-c",
                            "mkdir -p \"$2/lower\" \"$2/upper\" && exec fuse-overlayfs -f -o threaded=0,"
                                    + "lowerdir=\"$2/lower\",upperdir=\"$1\",workdir=\"$2/upper\" /dev/fd/{fd}",
                            "sh",
                            "{src}",
                            "{scratch}"),
                    EnumSet.of(
                            FIFO_ORDER,
                            PROMPT_RELEASE,
                            LINK,
                            SYMLINK,
                            SPECIAL_FILES,
                            READDIRPLUS,
                            RENAME_FLAGS,
                            XATTR,
                            NEGATIVE_ENTRIES,
                            IOCTL),
                    "The export is its upper layer, over an empty one. It keeps the tree in memory, and does not promise to "
                            + "notice what another program changes there: only what the client does itself is tried."),
            new Peer(
                    "gocryptfs",
                    said("gocryptfs", "--version"),
                    Transport.SOCKET,
                    () -> List.of(
                            "sh",
                            "-c",
                            "[ -e \"$2/conf\" ] || gocryptfs -init -q -scryptn 10 -plaintextnames -config \"$2/conf\" "
                                    + "-extpass 'echo none' \"$1\" && exec gocryptfs -fg -q -config \"$2/conf\" "
                                    + "-extpass 'echo none' \"$1\" /dev/fd/3 3<&{fd} </dev/null",
                            "sh",
                            "{src}",
                            "{scratch}"),
                    EnumSet.of(HOST_NAMES, LINK, SYMLINK, SPECIAL_FILES, READDIRPLUS),
                    "With go-fuse. Names are plain; the content of host files is encrypted, so no test compares it. "
                            + "Several requests at once are served in any order, and descriptors of directories are kept for "
                            + "some time."),
            new Peer(
                    "virtiofsd",
                    said("sh", "-c", VIRTIOFSD + " --version"),
                    Transport.VHOST_USER,
                    () -> List.of(
                            VIRTIOFSD,
                            "-f",
                            "--fd={fd}",
                            "--thread-pool-size=0",
                            "-o",
                            "source={src},sandbox=chroot,xattr"),
                    with(XATTR, RENAME_FLAGS, CLEAN_END, UNKNOWN_NODEIDS, HOSTILE_OPENS),
                    "The C one of QEMU, for guests: over shared memory. A node for each inode, held by a descriptor; a nodeid "
                            + "is an index."),
            mounted(
                    "bindfs",
                    said("bindfs", "--version"),
                    () -> List.of("bindfs", "-f", "-o", "attr_timeout=0,entry_timeout=0", "{src}", "{mnt}"),
                    with(XATTR),
                    "With libfuse's high-level interface: a node for each name. The kernel keeps no attributes, which would be those "
                            + "that a name had a second ago."),
            mounted(
                    "mergerfs",
                    said("mergerfs", "--version"),
                    () -> List.of(
                            "mergerfs",
                            "-f",
                            "-o",
                            "allow_other,use_ino,minfreespace=0,inodecalc=passthrough,cache.attr=0," + "cache.entry=0",
                            "{src}",
                            "{mnt}"),
                    with(XATTR, FALLOCATE),
                    "With its own libfuse, as a union of one directory. The kernel keeps no attributes."),
            mounted(
                    "passthrough_ll-mount",
                    LIBFUSE,
                    example(
                            "passthrough_ll",
                            "-f",
                            "-o",
                            "source={src},xattr,allow_other,default_permissions",
                            "{mnt}"),
                    without(OWNERS, with(XATTR)),
                    "libfuse's example of the low-level interface, at its mount."),
            ours("link"),
            ours("fd"));

    private Peers() {}

    private static Peer mounted(
            String name,
            Supplier<String> version,
            Supplier<List<String>> command,
            Set<Ability> abilities,
            String remark) {
        return new Peer(name, version, Transport.MOUNT, command, abilities, remark);
    }

    private static Peer ours(String policy) {
        return mounted(
                "holdfast-" + policy + "-mount",
                () -> "policy " + policy,
                () -> Stream.concat(
                                Project.launcher().stream(), Stream.of("mount", "--policy", policy, "{src}", "{mnt}"))
                        .toList(),
                with(XATTR, RENAME_FLAGS, TMPFILE, FALLOCATE),
                "Our own daemon, at its mount.");
    }

    /** All of them. */
    public static List<Peer> all() {
        return ALL;
    }

    /** The one of that name. */
    public static Optional<Peer> of(String name) {
        return ALL.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    /** A daemon of which nothing is known but its command line: it is asked for what every kernel asks for. */
    public static Peer unknown(
            String name, Transport transport, List<String> command, Set<Ability> can, Set<Ability> lacks) {
        Set<Ability> abilities = EnumSet.copyOf(ORDINARY);
        abilities.addAll(can);
        abilities.removeAll(lacks);
        return new Peer(
                name, () -> "", transport, () -> command, abilities, "Started with: " + String.join(" ", command));
    }

    private static Set<Ability> with(Ability... more) {
        Set<Ability> abilities = EnumSet.copyOf(ORDINARY);
        abilities.addAll(List.of(more));
        return abilities;
    }

    private static Set<Ability> without(Ability lacks, Set<Ability> abilities) {
        abilities.remove(lacks);
        return abilities;
    }

    private static Supplier<List<String>> example(String program, String... options) {
        return () -> Stream.concat(Stream.of(CTools.libfuseExample(program).toString()), Stream.of(options))
                .toList();
    }

    /** The first line that a command prints. */
    private static Supplier<String> said(Object... command) {
        return () -> Program.of(command).mustSucceed().lines().get(0);
    }
}
