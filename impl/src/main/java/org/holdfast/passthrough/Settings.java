package org.holdfast.passthrough;

import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.node.Policy;

/**
 * How one mount shall behave.
 *
 * @param source the directory to export
 * @param workdir where the work links of the source's own mount go; empty: {@code .holdfast} in the source
 */
public record Settings(Path source, Optional<Path> workdir, Policy policy, Cache cache, boolean readonly) {}
