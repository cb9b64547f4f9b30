package org.holdfast.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.holdfast.kernel.Daemon;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.HostFile;

/**
 * What of a daemon can be seen from outside: the names in its work directory and the descriptors that it has opened since
 * it began.
 *
 * @param links inode numbers by the nodeids that the names stand for
 * @param fds inode numbers of what descriptors are open on, by the descriptor
 * @param strange descriptors that are open on something that is not in the export
 */
record Left(Map<Long, Long> links, Map<Integer, Long> fds, List<String> strange) {
    /** What the Java runtime opens when it pleases. */
    private static final List<String> RUNTIME =
            List.of(System.getProperty("java.home"), "/usr/lib/jvm", "/proc", "/sys");

    private static final int HEX = 16;

    /**
     * Looks at a daemon.
     *
     * @param own what it has open for itself
     * @param bench the directory that holds the export and what the daemon makes beside it
     */
    static Left of(Daemon daemon, Map<Integer, String> own, Path bench) {
        Map<Long, Long> links = new TreeMap<>();
        for (Path link : daemon.workdir().map(DaemonProcess::links).orElse(List.of())) {
            long nodeid = Long.parseUnsignedLong(link.getFileName().toString(), HEX);
            HostFile.at(link).ifPresent(file -> links.put(nodeid, file.ino()));
        }
        Map<Integer, Long> fds = new TreeMap<>();
        List<String> strange = new ArrayList<>();
        daemon.descriptors().forEach((fd, target) -> {
            if (target.equals(own.get(fd)) || RUNTIME.stream().anyMatch(target::startsWith)) {
                return;
            }
            if (target.startsWith(bench + "/")) {
                HostFile.behind(daemon.reach(fd)).ifPresent(file -> fds.put(fd, file.ino()));
            } else {
                strange.add(target);
            }
        });
        return new Left(links, fds, strange);
    }
}
