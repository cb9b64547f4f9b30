package org.holdfast.verify;

import org.holdfast.trace.Event;

/**
 * One line of a trace.
 *
 * @param number from 1
 * @param thread who recorded it
 * @param event what
 */
public record TraceLine(long number, String thread, Event event) {}
