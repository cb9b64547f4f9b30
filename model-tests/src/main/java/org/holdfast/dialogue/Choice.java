package org.holdfast.dialogue;

/**
 * A line of a random dialogue before it is known what there is to speak of: which kind of line, and four numbers that pick
 * among what there is then.
 */
public record Choice(int kind, int a, int b, int c, int d) {}
