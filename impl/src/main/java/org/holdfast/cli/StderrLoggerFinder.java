package org.holdfast.cli;

/** Gives every {@code System.getLogger} the {@link StderrLogger}; found through META-INF/services. */
public final class StderrLoggerFinder extends System.LoggerFinder {
    @Override
    public System.Logger getLogger(String name, Module module) {
        return module.isNamed() ? StderrLogger.RUNTIME : StderrLogger.OURS;
    }
}
