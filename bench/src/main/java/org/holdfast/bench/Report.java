package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was found.
 *
 * @param machine what it was measured on, by name
 * @param base the subject that ratios are to
 * @param results speeds; may be of nothing
 * @param costs of daemons; may be none
 * @param leftOut subjects that did not start, and why
 */
public record Report(
        Map<String, String> machine, String base, Results results, List<Cost> costs, Map<String, String> leftOut) {
    /** The machine that this runs on. */
    static Map<String, String> thisMachine() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("processor", processor());
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("java", System.getProperty("java.runtime.version"));
        return facts;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*: *", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
