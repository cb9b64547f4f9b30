package org.holdfast.posix;

import java.util.ArrayList;
import java.util.List;

/** The words of a line and the bytes of a result as fsop reads and prints them; bytes are chars from 0 to 255. */
final class Words {
    private static final int LONGEST_PLAIN_RUN = 8;

    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ")) {
            if (!word.isEmpty()) {
                words.add(expand(word));
            }
        }
        return words;
    }

    private static String expand(String word) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\') {
                char escape = word.charAt(++i);
                switch (escape) {
                    case 'x' -> {
                        out.append((char) Integer.parseInt(word.substring(i + 1, i + 3), 16));
                        i += 2;
                    }
                    case 's' -> out.append(' ');
                    case 'n' -> out.append('\n');
                    default -> out.append(escape);
                }
            } else if (c == '{') {
                int star = word.indexOf('*', i);
                int close = word.indexOf('}', i);
                out.append(
                        expand(word.substring(i + 1, star)).repeat(Integer.parseInt(word.substring(star + 1, close))));
                i = close;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** say_bytes of fsop.c. */
    static String shown(String bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            int run = 1;
            while (i + run < bytes.length() && bytes.charAt(i + run) == c) {
                run++;
            }
            String text = c > ' ' && c < 127 && c != '\\' ? String.valueOf(c) : "\\x%02x".formatted((int) c);
            if (run > LONGEST_PLAIN_RUN) {
                out.append('{').append(text).append('*').append(run).append('}');
                i += run - 1;
            } else {
                out.append(text);
            }
        }
        return out.toString();
    }
}
