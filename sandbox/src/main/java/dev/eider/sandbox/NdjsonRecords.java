package dev.eider.sandbox;

import java.nio.charset.StandardCharsets;

/** Lines of NDJSON, each verbatim. Immutable. */
final class NdjsonRecords implements FileRecords {
    private final byte[] bytes;
    private final int[] bounds;
    private final byte[] dateKey;

    NdjsonRecords(DatasetFile file, byte[] bytes) {
        this.bytes = bytes;
        dateKey = ("\"" + file.dateColumn().orElse("") + "\"").getBytes(StandardCharsets.UTF_8);
        Offsets found = new Offsets();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (!isBlank(start, end)) {
                    found.add(start);
                    found.add(end);
                }
                start = i + 1;
            }
        }
        bounds = found.toArray();
    }

    @Override
    public int count() {
        return bounds.length / 2;
    }

    @Override
    public void render(int record, PageBuffer out) {
        out.put(bytes, bounds[2 * record], bounds[2 * record + 1] - bounds[2 * record]);
    }

    @Override
    public String dateText(int record) {
        return new TopLevelField(bytes, bounds[2 * record], bounds[2 * record + 1]).text(dateKey);
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
