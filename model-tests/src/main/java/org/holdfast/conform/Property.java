package org.holdfast.conform;

/** What a client may rely on; one line of a scorecard each. */
public enum Property {
    P1("RefSafe", "nothing is freed while its lookup count is above 0, a handle is open, or a request uses it"),
    P2("RefExact", "the lookup count is delivered entries less forgets, never below 0"),
    P3("NoResurrect", "a dead node never comes to life again"),
    P4("Identity", "one live node for each object; one nodeid means one object for its whole life"),
    P5("GenFresh", "nodeid and generation never repeat, and are constant while the node lives"),
    P6("KeepAlive", "any operation on a live nodeid reaches the same object, whatever happens to the names"),
    P7("NoLeak", "nothing is held of what the client has forgotten"),
    P8("Transparent", "link counts, change times and listings are those of the host"),
    P9("Confine", "only objects of the export are reached, and special files are never opened"),
    P10("HonestError", "an error of the host is never an omission, another error, or half a change"),
    P11("BoundedFd", "descriptors are open handles, directories, fallbacks and a constant"),
    P12("MountKey", "which object it is includes the mount"),
    P13("Progress", "every request but FORGET gets exactly one reply"),
    P14("Fallback", "a link that cannot be made is replaced by a descriptor"),
    P15("Reset", "INIT, DESTROY and disconnect leave no state"),
    P16("Creds", "privileges and modes are kept");

    private final String title;
    private final String sentence;

    Property(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    /** One word. */
    public String title() {
        return title;
    }

    /** What must hold. */
    public String sentence() {
        return sentence;
    }
}
