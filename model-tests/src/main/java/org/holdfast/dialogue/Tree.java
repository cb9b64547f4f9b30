package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.HostFile;

/** Compares what the host has in the export with the model: nothing may be lost, altered or left (P7, P8). */
final class Tree {
    private static final int PERMISSIONS = 07777;

    private final World world;
    private final Settings settings;

    private Tree(World world) {
        this.world = world;
        settings = world.settings();
    }

    /** The first thing that is different; the client must have forgotten everything. */
    static Optional<Complaint> wrong(World world, Path export) {
        try {
            return new Tree(world).wrong(World.ROOT, export);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Complaint> wrong(int number, Path path) throws IOException {
        Obj object = world.at(number);
        Optional<HostFile> found = HostFile.at(path);
        if (found.isEmpty()) {
            return Entries.complain("P8", "no " + path + " at the host");
        }
        HostFile file = found.get();
        boolean counted = !(object.body() instanceof Body.Names) || settings.directoriesCounted();
        int nlink = counted ? object.nlink() : 1;
        if (file.mode() >> 12 != Entries.type(object.kind()) || (file.mode() & PERMISSIONS) != object.mode()) {
            return different(
                    path,
                    "mode " + Integer.toOctalString(file.mode()),
                    object.kind() + " of mode " + Integer.toOctalString(object.mode()));
        }
        if (file.nlink() != nlink) {
            return different(path, "nlink " + file.nlink(), "nlink " + nlink);
        }
        return holds(path, object);
    }

    private Optional<Complaint> holds(Path path, Obj object) throws IOException {
        if (object.body() instanceof Body.Bytes bytes) {
            byte[] got = Files.readAllBytes(path);
            return Arrays.equals(got, Words.bytes(bytes.bytes()))
                    ? Optional.empty()
                    : different(path, "\"" + Words.ofBytes(got) + "\"", "\"" + bytes.bytes() + "\"");
        }
        if (object.body() instanceof Body.Target target) {
            String got = Files.readSymbolicLink(path).toString();
            return got.equals(target.path()) ? Optional.empty() : different(path, got, target.path());
        }
        return object.body() instanceof Body.Names names ? names(path, names.names()) : Optional.empty();
    }

    private Optional<Complaint> names(Path path, Map<String, Integer> expected) throws IOException {
        Set<String> got;
        try (Stream<Path> files = Files.list(path)) {
            got = files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
        if (!got.equals(new TreeSet<>(expected.keySet()))) {
            return different(path, "names " + got, "names " + expected.keySet());
        }
        for (Map.Entry<String, Integer> name : expected.entrySet()) {
            Optional<Complaint> wrong = wrong(name.getValue(), path.resolve(name.getKey()));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<Complaint> different(Path path, String got, String expected) {
        return Entries.complain("P8", path + " has " + got + " at the host where it is " + expected);
    }
}
