/**
 * Tests from the graph: client sequences that together take every kind of step of the bounded models and reach each of
 * their states, as far as it can be told apart, written as text for daemons in any language, and replayed on the model.
 *
 * <p>{@link org.holdfast.spec.sequence.Goals} says what is to be covered, {@link org.holdfast.spec.sequence.Generator}
 * finds the shortest way to each, {@link org.holdfast.spec.sequence.Sequence} is such a way, {@link
 * org.holdfast.spec.sequence.SequenceText} its file, and {@link org.holdfast.spec.sequence.Replay} takes it step by step.
 */
package org.holdfast.spec.sequence;
