/**
 * The life of an inode, as plain Java: the same model as {@code tla/Holdfast.tla}, definition by definition and under the
 * same names.
 *
 * <p>{@link org.holdfast.spec.State} holds the variables and the words, {@link org.holdfast.spec.Action} the steps (one
 * record per TLA+ action, grouped as in the TLA+ text), {@link org.holdfast.spec.Property} the named properties,
 * {@link org.holdfast.spec.InodeContract} the client's view, and {@link org.holdfast.spec.Explorer} visits every state of
 * a bounded {@link org.holdfast.spec.Model}, as TLC does. Nothing here depends on anything but Java.
 */
package org.holdfast.spec;
