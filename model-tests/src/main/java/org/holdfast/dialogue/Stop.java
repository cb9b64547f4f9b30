package org.holdfast.dialogue;

/** A dialogue goes no further: the daemon did what it may not. */
final class Stop extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Complaint complaint;
    private final String allowed;

    Stop(Complaint complaint, String allowed) {
        super(complaint.toString());
        this.complaint = complaint;
        this.allowed = allowed;
    }

    Complaint complaint() {
        return complaint;
    }

    String allowed() {
        return allowed;
    }
}
