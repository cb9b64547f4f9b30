/**
 * Dialogues: what a client, the daemon and another program on the host say to each other, as text. A dialogue has the
 * client's requests and the host's system calls; what the daemon may answer is told by an {@link
 * org.holdfast.dialogue.Oracle}, which knows the name space ({@link org.holdfast.spec.posix}) and what a client may rely on:
 * nodeids, lookup counts, attributes without work links, nothing left at the end.
 *
 * <p>Read in this order: {@link org.holdfast.dialogue.Dialogue} and {@link org.holdfast.dialogue.Step} (the text), {@link
 * org.holdfast.dialogue.Known} (what the client and the model know), {@link org.holdfast.dialogue.Oracle} (what is allowed),
 * {@link org.holdfast.dialogue.Stage} (an export with a daemon), {@link org.holdfast.dialogue.Player} (plays a dialogue there).
 */
package org.holdfast.dialogue;
