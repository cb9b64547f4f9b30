package org.holdfast.node;

import java.util.List;

/**
 * What a workdir contains while no daemon uses it.
 *
 * @param instance id of the daemon that wrote it, "" when it is not a workdir
 * @param links work links
 * @param orphans work links that are the last name of their object: files that were deleted while open
 * @param bytes disk space that only the orphans take
 * @param foreign the first entries that Holdfast did not make
 */
public record Leftovers(String instance, long links, long orphans, long bytes, List<String> foreign) {}
