package org.holdfast.dialogue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Words of a line: between spaces; {@code %20} is the byte 20 in hexadecimal, {@code ''} the word without letters. */
final class Words {
    private static final String EMPTY = "''";
    private static final int HEX = 16;

    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.strip().split(" +")) {
            if (!word.isEmpty()) {
                words.add(read(word));
            }
        }
        return words;
    }

    private static String read(String word) {
        if (word.equals(EMPTY)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < word.length(); at++) {
            if (word.charAt(at) == '%' && at + 2 < word.length()) {
                text.append((char) Integer.parseInt(word.substring(at + 1, at + 3), HEX));
                at += 2;
            } else {
                text.append(word.charAt(at));
            }
        }
        return text.toString();
    }

    static String written(String word) {
        if (word.isEmpty()) {
            return EMPTY;
        }
        StringBuilder text = new StringBuilder();
        for (char c : word.toCharArray()) {
            text.append(c <= ' ' || c == '%' || c >= 127 ? String.format("%%%02x", (int) c) : c);
        }
        return text.toString();
    }

    /** The bytes that a word stands for: its letters are bytes. */
    static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String ofBytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
