package org.holdfast.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Writes log records to standard error, one line each: {@code holdfast: warning: …}. A stack trace follows only at level
 * debug. Stands in for java.util.logging, which would take a fifth of the time to the first answer.
 */
final class StderrLogger implements System.Logger {
    /** For Holdfast itself, as detailed as the user wants it. */
    static final StderrLogger OURS = new StderrLogger(Level.ALL);
    /** For the Java runtime, whose lesser records (each exit, each process started) tell a user nothing. */
    static final StderrLogger RUNTIME = new StderrLogger(Level.WARNING);

    private static volatile Level threshold = Level.WARNING;

    private final Level floor;

    private StderrLogger(Level floor) {
        this.floor = floor;
    }

    static void setLevel(Level level) {
        threshold = level;
    }

    /** Whether records of this level are written. */
    static boolean isOn(Level level) {
        return level.getSeverity() >= threshold.getSeverity() && level != Level.OFF;
    }

    @Override
    public String getName() {
        return "holdfast";
    }

    @Override
    public boolean isLoggable(Level level) {
        return isOn(level) && level.getSeverity() >= floor.getSeverity();
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        if (!isLoggable(level)) {
            return;
        }
        StringBuilder line = new StringBuilder("holdfast: ");
        if (level != Level.INFO) {
            line.append(level.getName().toLowerCase(Locale.ROOT)).append(": ");
        }
        line.append(message);
        if (thrown != null) {
            line.append(": ").append(thrown);
        }
        System.err.println(line);
        if (thrown != null && isOn(Level.DEBUG)) {
            thrown.printStackTrace();
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
        if (isLoggable(level)) {
            boolean plain = params == null || params.length == 0;
            log(level, bundle, plain ? format : MessageFormat.format(format, params), (Throwable) null);
        }
    }
}
