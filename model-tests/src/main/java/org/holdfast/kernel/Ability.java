package org.holdfast.kernel;

/** What a daemon may or may not be able to do; a test that needs what it cannot do is left out with the reason. */
public enum Ability {
    HOST_NAMES("shows the host's names as they are, with the kinds and attributes of their objects"),
    HOST_FILES("shows the host's files as they are, with their content"),
    FIFO_ORDER("serves one request after the other, in their order"),
    PROMPT_RELEASE("keeps no descriptor of what the client has forgotten, not even for a while"),
    LINK("makes hard links"),
    SYMLINK("makes symbolic links"),
    SPECIAL_FILES("makes fifos and sockets, and shows them"),
    READDIRPLUS("lists a directory with entries"),
    RENAME_FLAGS("exchanges two names, and renames without replacing"),
    TMPFILE("makes files without a name"),
    XATTR("keeps extended attributes"),
    IOCTL("passes on the file flags of chattr(1)"),
    FALLOCATE("allocates room for a file, and punches holes"),
    OWNERS("gives what is made to whom it is made for"),
    NEGATIVE_ENTRIES("answers a LOOKUP of no name with an entry of nodeid 0"),
    GENERATION("gives a nodeid again only with another generation"),
    UNKNOWN_NODEIDS("answers requests on nodeids that it has not given or that are forgotten, with an error"),
    OVER_FORGET("survives a FORGET of more lookups than it has counted"),
    HOSTILE_NAMES("answers names and renames that no kernel sends, with an error"),
    HOSTILE_OPENS("answers OPEN of a special file, which no kernel sends, with an error"),
    CLEAN_END("ends with exit code 0 when its client goes"),
    INIT_AGAIN("begins a new session when INIT comes again"),
    LOST_REPLY("takes a lookup back when its reply cannot be written"),
    WORKDIR("keeps work links in a directory of its own");

    private final String sentence;

    Ability(String sentence) {
        this.sentence = sentence;
    }

    /** What a daemon that has it does: "makes hard links". */
    public String sentence() {
        return sentence;
    }

    /** Why a test is left out: "needs a daemon that makes hard links". */
    public String reason() {
        return "needs a daemon that " + sentence;
    }
}
