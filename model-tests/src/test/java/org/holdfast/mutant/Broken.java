package org.holdfast.mutant;

/** A daemon did not do what it must, in a burst or a plight. */
final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    private final String property;

    Broken(String property, String text) {
        super(text);
        this.property = property;
    }

    /** Of P1 to P16. */
    String property() {
        return property;
    }

    /** Complains unless it is so. */
    static void unless(boolean so, String property, Object... text) throws Broken {
        if (!so) {
            StringBuilder words = new StringBuilder();
            for (Object word : text) {
                words.append(words.isEmpty() ? "" : " ").append(word);
            }
            throw new Broken(property, words.toString());
        }
    }
}
