package org.holdfast.passthrough;

import java.util.Map;

/**
 * What a mount holds at one moment.
 *
 * @param nodes objects the client remembers, the root included
 * @param linkHolds nodes kept by a work link
 * @param fdHolds nodes kept by an fd, directories included
 * @param draining forgotten nodes whose hold is not released yet
 * @param links work links that exist now
 * @param handles open files and directories of the client
 * @param budgeted nodes kept by an fd although they could have a work link, within the budget of policy adaptive
 * @param shuttable nodes kept by an fd although they could be left with nothing but their file handle
 * @param shut nodes that have nothing but their file handle, or their place
 * @param budget how many of the first, and how many of the second, are to be kept by an fd
 * @param cooled nodes moved from an fd to a work link so far, to spare the budget
 * @param backed nodes whose open files the kernel reads and writes itself, or did and may again
 * @param unbacked files that the daemon reads and writes because the kernel refused to, so far
 * @param passthrough whether the kernel reads and writes files itself, where it can
 * @param passthroughReason what there is to say about that
 * @param fallbacks why nodes that the policy wanted linked are kept by an fd: reason to number of nodes so far
 */
public record Counts(
        long nodes,
        long linkHolds,
        long fdHolds,
        long draining,
        long links,
        long handles,
        long budgeted,
        long shuttable,
        long shut,
        long budget,
        long cooled,
        long backed,
        long unbacked,
        boolean passthrough,
        String passthroughReason,
        Map<String, Long> fallbacks) {}
