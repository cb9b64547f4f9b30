package org.holdfast.passthrough;

import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.node.Policy;

/**
 * How one mount shall behave.
 *
 * @param source the directory to export
 * @param fds policy adaptive: how many nodes may have an fd although they could have a work link, and how many directories
 *     keep one; policy handle: how many nodes keep one
 * @param workdir where the work links of the source's own mount go; empty: {@code .holdfast} in the source
 */
public record Settings(Path source, Optional<Path> workdir, Policy policy, int fds, Cache cache, boolean readonly) {}
