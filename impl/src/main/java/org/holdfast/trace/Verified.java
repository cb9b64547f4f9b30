package org.holdfast.trace;

import java.util.Optional;

/**
 * How far the events of a mount have been held against the specification.
 *
 * @param events how many of them are as the model allows
 * @param divergence the first one that is not, with what would have been allowed; nothing is checked after it
 */
public record Verified(long events, Optional<String> divergence) {}
