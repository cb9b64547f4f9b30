package org.holdfast.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.holdfast.testkit.HostFile;

/**
 * The names in the export and the objects that bear them, as the sequence's other program made them and the client
 * changed them. A directory is -1, the top, or the number of an object.
 */
final class HostTree {
    static final int TOP = -1;

    /** Where a name stands. */
    record Place(int dir, String name) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byDirectory = Integer.compare(dir, other.dir);
            return byDirectory != 0 ? byDirectory : name.compareTo(other.name);
        }
    }

    private final Path top;
    private final Map<Place, Integer> names = new TreeMap<>();
    private final List<HostObject> objects = new ArrayList<>();

    HostTree(Path top) {
        this.top = top;
    }

    HostObject object(int number) {
        return objects.get(number - 1);
    }

    /** The numbers of all objects so far. */
    int count() {
        return objects.size();
    }

    /** The object that bears the name, 0 if none does. */
    int at(Place place) {
        return names.getOrDefault(place, 0);
    }

    /** How many names the object has. */
    int names(int object) {
        return (int) names.values().stream().filter(o -> o == object).count();
    }

    /** A name of the object, if it has any. */
    Optional<Path> path(int object) {
        return names.entrySet().stream()
                .filter(e -> e.getValue() == object)
                .findFirst()
                .map(e -> path(e.getKey()));
    }

    /** Directories in a directory: each is one link more. */
    int directoriesIn(int object) {
        return (int) names.entrySet().stream()
                .filter(e -> e.getKey().dir() == object && object(e.getValue()).isDirectory())
                .count();
    }

    Path path(Place place) {
        Path dir = place.dir() == TOP ? top : path(place.dir()).orElseThrow();
        return dir.resolve(place.name());
    }

    void create(Place place, String kind) throws IOException {
        Path path = path(place);
        if (kind.equals("dir")) {
            Files.createDirectory(path);
        } else {
            Files.createFile(path);
        }
        objects.add(new HostObject(HostFile.at(path).orElseThrow()));
        names.put(place, objects.size());
        changed(place.dir());
    }

    void link(Place from, Place to) throws IOException {
        Files.createLink(path(to), path(from));
        names.put(to, at(from));
        changed(at(from));
        changed(to.dir());
    }

    /** rename(2) by the host. */
    void rename(Place from, Place to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
        renamed(from, to);
    }

    /** The names after a rename(2) by whomever. */
    void renamed(Place from, Place to) {
        names.put(to, names.remove(from));
        changed(at(to));
        changed(from.dir());
        changed(to.dir());
    }

    /** unlink(2) or rmdir(2) by the host. */
    void remove(Place place) throws IOException {
        Files.delete(path(place));
        removed(place);
    }

    /** The names after such a call by whomever. */
    void removed(Place place) {
        names.remove(place);
        changed(place.dir());
    }

    /** chmod(2), each time to another mode. */
    void change(int object) throws IOException {
        Set<PosixFilePermission> mode =
                Files.getPosixFilePermissions(path(object).orElseThrow());
        if (!mode.remove(PosixFilePermission.OTHERS_EXECUTE)) {
            mode.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(path(object).orElseThrow(), mode);
        changed(object);
    }

    /** Takes down when an object was changed just now; the top is none. */
    private void changed(int object) {
        if (object != TOP) {
            path(object).flatMap(HostFile::at).ifPresent(object(object)::changed);
        }
    }
}
