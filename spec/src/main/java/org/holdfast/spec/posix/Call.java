package org.holdfast.spec.posix;

import java.util.Set;

/** A system call with its arguments. */
public interface Call {
    /** Every outcome that is allowed in that world; never empty. */
    Set<Outcome> in(World world);
}
