package dev.eider.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Records of a delimited file as JSON objects. Immutable. */
final class CsvRecords implements FileRecords {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int UTF8_MARK_BYTES = 3;

    private final byte[] bytes;
    private final CsvCells cells;
    private final int[] bounds;
    private final List<String> names;
    private final boolean[] isNumber;
    private final int dateColumn;

    CsvRecords(DatasetFile file, byte[] bytes) {
        this.bytes = bytes;
        cells = new CsvCells(bytes, (byte) file.delimiter(), (byte) file.quote());
        int start = startsWithMark(bytes) ? UTF8_MARK_BYTES : 0;
        int[] all = cells.records(start);
        boolean hasHeader = file.columns().isEmpty();
        names = unique(hasHeader && all.length > 0 ? texts(all[0], all[1]) : file.columns());
        bounds = hasHeader && all.length > 0 ? Arrays.copyOfRange(all, 2, all.length) : all;
        isNumber = new boolean[names.size()];
        for (String number : file.numbers()) {
            isNumber[column(file, number)] = true;
        }
        dateColumn =
                file.dateColumn().isPresent() ? column(file, file.dateColumn().get()) : -1;
    }

    @Override
    public int count() {
        return bounds.length / 2;
    }

    /** A record that the file's end cut short. */
    @Override
    public boolean isSpoilt(int record) {
        return cells.split(bounds[2 * record], bounds[2 * record + 1]).size() < names.size();
    }

    @Override
    public String dateText(int record) {
        List<CsvCells.Cell> found = cells.split(bounds[2 * record], bounds[2 * record + 1]);
        return dateColumn < 0 || dateColumn >= found.size() ? "" : text(found.get(dateColumn));
    }

    @Override
    public void render(int record, PageBuffer out) {
        List<CsvCells.Cell> found = cells.split(bounds[2 * record], bounds[2 * record + 1]);
        for (int i = 0; i < found.size(); i++) {
            out.put(i == 0 ? '{' : ',');
            out.string(i < names.size() ? names.get(i) : "column_" + (i + 1)).put(':');
            if (i < isNumber.length && isNumber[i]) {
                number(text(found.get(i)), out);
            } else if (found.get(i).hasDoubledQuotes()) {
                out.string(text(found.get(i)));
            } else {
                out.string(bytes, found.get(i).start(), found.get(i).length());
            }
        }
        out.put('}');
    }

    private static void number(String text, PageBuffer out) {
        if (text.isEmpty()) {
            out.ascii("null");
        } else if (JSON_NUMBER.matcher(text).matches()) {
            out.ascii(text);
        } else {
            out.string(text);
        }
    }

    private String text(CsvCells.Cell cell) {
        String text = new String(bytes, cell.start(), cell.length(), StandardCharsets.UTF_8);
        return cell.hasDoubledQuotes() ? text.replace(cells.quote() + cells.quote(), cells.quote()) : text;
    }

    private List<String> texts(int start, int end) {
        return cells.split(start, end).stream().map(this::text).toList();
    }

    private int column(DatasetFile file, String name) {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException(
                    "Column not found: " + name + " (" + file.path() + " has " + names + ")");
        }
        return column;
    }

    /** Names that are all there and all different, as an object's keys must be. */
    private static List<String> unique(List<String> header) {
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String name : header) {
            String wanted = name.isBlank() ? "column_" + (names.size() + 1) : name;
            names.add(seen.add(wanted) ? wanted : wanted + "_" + (names.size() + 1));
        }
        return List.copyOf(names);
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= UTF8_MARK_BYTES
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
    }
}
