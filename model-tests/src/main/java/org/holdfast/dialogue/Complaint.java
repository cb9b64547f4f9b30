package org.holdfast.dialogue;

/**
 * What is wrong with an answer.
 *
 * @param property that it breaks: P1 to P16 of the bug zoo
 */
record Complaint(String property, String text) {
    @Override
    public String toString() {
        return property + ": " + text;
    }
}
