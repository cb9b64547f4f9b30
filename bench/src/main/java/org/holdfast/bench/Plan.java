package org.holdfast.bench;

import java.util.List;
import java.util.Set;

/**
 * What is to be done.
 *
 * @param parts what is measured
 * @param subjects in the order of tables
 * @param base the subject that ratios are to
 * @param phases in their own order
 * @param settings in this order; those on the same file system follow each other
 * @param warmup rounds that are not recorded
 * @param rounds recorded ones; also starts of each daemon
 * @param remember numbers of files that the kernel is made to remember
 */
record Plan(
        Set<Part> parts,
        List<Subject> subjects,
        String base,
        List<Phase> phases,
        List<Setting> settings,
        Sizes sizes,
        int warmup,
        int rounds,
        List<Integer> remember) {
    List<Subject> daemons() {
        return subjects.stream().filter(subject -> !subject.isNative()).toList();
    }

    /** Whether anything but speed is measured. */
    boolean hasCosts() {
        return parts.stream().anyMatch(part -> part != Part.SPEED);
    }

    boolean has(Part part) {
        return parts.contains(part);
    }
}
