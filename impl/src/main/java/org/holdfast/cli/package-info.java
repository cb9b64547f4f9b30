/**
 * The command line: {@link org.holdfast.cli.Holdfast} and its subcommands, the running mount
 * ({@link org.holdfast.cli.Daemon}) and the control socket through which {@code status} and {@code umount} reach it.
 *
 * <p>Whatever a user can get wrong ends in one line on standard error that says what to do, and an {@link
 * org.holdfast.cli.ExitCode}.
 */
package org.holdfast.cli;
