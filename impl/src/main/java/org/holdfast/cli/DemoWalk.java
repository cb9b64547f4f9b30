package org.holdfast.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The second part of the demo: more files than the daemon may have descriptors. */
final class DemoWalk {
    static final int DIRECTORIES = 50;

    private static final int SAMPLE_EVERY = 500;

    private DemoWalk() {}

    /**
     * How a walk went.
     *
     * @param files files that were asked for
     * @param failures those that were refused with EMFILE
     * @param mostDescriptors the most descriptors that the daemon was seen with
     */
    record Result(int files, int failures, long mostDescriptors) {}

    /** Makes the files on the host. */
    static void plant(Path source, int files, ProgressBar bar) throws IOException {
        for (int i = 0; i < DIRECTORIES; i++) {
            Files.createDirectories(source.resolve(directory(i)));
        }
        for (int i = 0; i < files; i++) {
            Files.createFile(source.resolve(file(i)));
            bar.at(i + 1, files);
        }
    }

    /** Looks every file up as a client. */
    static Result walk(DemoMount mount, int files, ProgressBar bar) throws IOException {
        int failures = 0;
        long most = 0;
        for (int i = 0; i < files; i++) {
            failures += isRefused(mount.client().resolve(file(i))) ? 1 : 0;
            if ((i + 1) % SAMPLE_EVERY == 0) {
                most = Math.max(most, mount.descriptors());
            }
            bar.at(i + 1, files);
        }
        return new Result(files, failures, Math.max(most, mount.descriptors()));
    }

    /** Whether the daemon had no descriptor left for it; any other failure is thrown. */
    private static boolean isRefused(Path path) throws IOException {
        try {
            Files.size(path);
            return false;
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("Too many open files")) {
                return true;
            }
            throw e;
        }
    }

    private static String directory(int i) {
        return "many/" + i % DIRECTORIES;
    }

    private static String file(int i) {
        return directory(i) + "/file" + i;
    }
}
