package org.holdfast.bench;

import java.util.List;

/** Rows of cells as lines of text, as wide as they have to be: the first cell at the left, the others at the right. */
final class Columns {
    private Columns() {}

    static String of(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                String pad = " ".repeat(width[i] - row.get(i).length());
                text.append(i == 0 ? "  " + row.get(i) + pad : "  " + pad + row.get(i));
            }
            text.append("\n");
        }
        return text.toString();
    }
}
