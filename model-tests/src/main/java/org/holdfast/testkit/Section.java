package org.holdfast.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a Markdown file that a test writes and compares, between two comments that name it. */
public final class Section {
    private final Path file;
    private final String begin;
    private final String end;

    public Section(Path file, String name) {
        this.file = file;
        begin = "<!-- written by a test: " + name + " -->\n";
        end = "<!-- end of " + name + " -->\n";
    }

    /** What stands there; an IllegalStateException without its comments. */
    public String read() throws IOException {
        String text = Files.readString(file);
        return text.substring(from(text), to(text));
    }

    /** Puts {@code content} there. */
    public void write(String content) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, from(text)) + content + text.substring(to(text)));
    }

    private int from(String text) {
        int at = text.indexOf(begin);
        if (at < 0 || text.indexOf(end, at) < 0) {
            throw new IllegalStateException(file + " has no part between " + begin + " and " + end);
        }
        return at + begin.length();
    }

    private int to(String text) {
        return text.indexOf(end, from(text));
    }
}
