package org.holdfast.passthrough;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory as the host sees it: what a test does behind the daemon's back. */
final class HostTree {
    private final Path root;

    HostTree(Path root) {
        this.root = root;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    void write(String name, String text) {
        run(() -> Files.writeString(path(name), text));
    }

    void append(String name, String text) {
        run(() -> Files.writeString(path(name), text, StandardOpenOption.APPEND));
    }

    String read(String name) {
        return run(() -> Files.readString(path(name)));
    }

    void mkdir(String name) {
        run(() -> Files.createDirectory(path(name)));
    }

    void link(String from, String to) {
        run(() -> Files.createLink(path(to), path(from)));
    }

    void symlink(String target, String name) {
        run(() -> Files.createSymbolicLink(path(name), Path.of(target)));
    }

    void rename(String from, String to) {
        run(() -> Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE));
    }

    void remove(String name) {
        run(() -> {
            Files.delete(path(name));
            return null;
        });
    }

    boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** "ino", "nlink", "ctime", "mode" … of stat(2), without following. */
    Map<String, Object> stat(String name) {
        return run(() -> Files.readAttributes(path(name), "unix:*", LinkOption.NOFOLLOW_LINKS));
    }

    long ino(String name) {
        return (Long) stat(name).get("ino");
    }

    int nlink(String name) {
        return (Integer) stat(name).get("nlink");
    }

    List<String> list(String name) {
        return run(() -> {
            try (Stream<Path> paths = Files.list(path(name))) {
                return paths.map(path -> path.getFileName().toString()).sorted().toList();
            }
        });
    }

    /** Makes {@code name} with {@code maker} until its inode number is {@code ino}; keeps what it makes in between. */
    boolean remakeWithIno(String name, long ino, Maker maker) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            maker.make(this, name);
            if (ino(name) == ino) {
                Collections.reverse(others);
                others.forEach(this::remove);
                return true;
            }
            String other = name + ".other." + i;
            rename(name, other);
            others.add(other);
        }
        others.forEach(this::remove);
        return false;
    }

    /** How to make an object of a given name. */
    interface Maker {
        void make(HostTree tree, String name);
    }

    /** Removes everything. */
    void removeAll() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            removeAllWithStrangeNames();
        }
    }

    /** Java cannot name every file in every locale. */
    private void removeAllWithStrangeNames() {
        run(() -> new ProcessBuilder("rm", "-rf", "--one-file-system", root.toString())
                .start()
                .waitFor());
    }

    /** All non-directories below {@code name}, as paths below it; nothing when it does not exist. */
    List<String> filesBelow(String name) {
        List<String> files = new ArrayList<>();
        Path start = path(name);
        if (!exists(name)) {
            return files;
        }
        run(() -> Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(start.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        }));
        return files;
    }

    private interface Step<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> T run(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
