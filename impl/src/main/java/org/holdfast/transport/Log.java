package org.holdfast.transport;

/** The package's log; loaded, with everything behind it, only when there is something to say. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("org.holdfast.transport");

    private Log() {}

    static void debug(String line) {
        LOGGER.log(System.Logger.Level.DEBUG, line);
    }

    static void warning(String line) {
        LOGGER.log(System.Logger.Level.WARNING, line);
    }

    static void error(String line, Throwable cause) {
        LOGGER.log(System.Logger.Level.ERROR, line, cause);
    }
}
