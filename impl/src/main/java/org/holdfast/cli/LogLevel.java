package org.holdfast.cli;

/** The values of --log-level. */
enum LogLevel {
    ERROR(System.Logger.Level.ERROR),
    WARNING(System.Logger.Level.WARNING),
    INFO(System.Logger.Level.INFO),
    DEBUG(System.Logger.Level.DEBUG);

    final System.Logger.Level level;

    LogLevel(System.Logger.Level level) {
        this.level = level;
    }
}
