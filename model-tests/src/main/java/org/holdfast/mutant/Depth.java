package org.holdfast.mutant;

/** What notices a mutant, from what is tried first to what is tried last. */
public enum Depth {
    /** Random dialogues. */
    RANDOM("random dialogue"),
    /** The dialogues in files, for rows of the zoo. */
    ZOO("dialogue in a file"),
    /** Requests that several threads of the daemon serve at once. */
    BURST("requests at once"),
    /** A daemon in surroundings that a dialogue cannot make. */
    PLIGHT("plight");

    private final String said;

    Depth(String said) {
        this.said = said;
    }

    /** In words. */
    public String said() {
        return said;
    }
}
