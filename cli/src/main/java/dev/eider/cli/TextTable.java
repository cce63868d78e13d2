package dev.eider.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for people: numbers to the right, words to the left. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        this.head = List.of(head);
    }

    TextTable row(Object... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException("Invalid row: " + cells.length + " cells (" + head.size() + " columns)");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Number number ? Format.count(number.longValue()) : cell.toString());
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines(Console console) {
        int[] widths = widths();
        boolean[] numeric = new boolean[head.size()];
        for (int i = 0; i < numeric.length; i++) {
            int column = i;
            numeric[i] = !rows.isEmpty() && rows.stream().allMatch(r -> isNumber(r.get(column)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(console.dim(line(head, widths, numeric)));
        rows.forEach(row -> lines.add(line(row, widths, numeric)));
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[head.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = head.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.matches("[-+]?[0-9][0-9,.]*( ?[a-zA-Z%]{1,3})?");
    }

    private static String line(List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            line.append(GAP).append(numeric[i] ? pad + cells.get(i) : cells.get(i) + pad);
        }
        return line.toString().stripTrailing();
    }
}
