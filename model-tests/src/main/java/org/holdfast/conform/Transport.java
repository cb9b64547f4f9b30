package org.holdfast.conform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a daemon is reached. */
public enum Transport {
    /** A sequenced-packet socket as its standard input; {fd} in its command line is the number of that. */
    SOCKET,

    /** A unix socket {socket} at which it listens as a vhost-user device, or {fd}, which listens there already. */
    VHOST_USER,

    /** A mount that it makes itself, at {mnt}. */
    MOUNT;

    /** As on the command line: "vhost-user". */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that word. */
    public static Optional<Transport> of(String word) {
        return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
    }
}
