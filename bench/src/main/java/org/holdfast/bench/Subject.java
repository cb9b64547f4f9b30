package org.holdfast.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is measured: a daemon, or none.
 *
 * @param name in tables
 * @param command its command line in the foreground, with {src} for the directory to serve and {mnt} for the mount point; it
 *     must become the daemon, not start it. Empty: the client works in the directory itself
 */
public record Subject(String name, List<String> command) {
    boolean isNative() {
        return command.isEmpty();
    }

    /** The same behind other words. */
    Subject behind(List<String> words) {
        return isNative()
                ? this
                : new Subject(
                        name, Stream.concat(words.stream(), command.stream()).toList());
    }

    List<String> commandFor(String source, String mountPoint) {
        Map<String, String> fields = Map.of("{src}", source, "{mnt}", mountPoint);
        return command.stream()
                .map(word -> {
                    String filled = word;
                    for (var field : fields.entrySet()) {
                        filled = filled.replace(field.getKey(), field.getValue());
                    }
                    return filled;
                })
                .toList();
    }
}
