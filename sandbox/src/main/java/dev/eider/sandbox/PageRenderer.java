package dev.eider.sandbox;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Renders {@code {"data":[…],"meta":{"total":…,"next_cursor":…}}} with a {@code Link} to the next page. */
final class PageRenderer {
    private PageRenderer() {}

    /**
     * One page.
     *
     * @param url of the dataset, without a query
     */
    static Answer render(Selections.Selected selected, PageRequest request, String url) {
        Dataset.Selection records = selected.records();
        long start = Math.min(request.offset(), records.size());
        long end = Math.min(start + request.size(), records.size());
        Page page = new Page(records);
        page.out.ascii("{\"data\":[");
        if (start < end) {
            page.repeats(Math.max(0, start - request.size()), start);
            page.records(start, end);
            if (end == records.size()) {
                page.repeats(start, end);
            }
        }
        boolean last = end == records.size();
        page.out.ascii("],\"meta\":{\"total\":").number(selected.expected().read());
        page.out.ascii(",\"next_cursor\":");
        if (last) {
            page.out.ascii("null}}");
        } else {
            page.out.put('"').ascii(PageRequest.cursor(end)).ascii("\"}}");
        }
        String next = "<" + url + request.queryAt(end) + ">; rel=\"next\"";
        Map<String, String> headers = last ? Map.of() : Map.of("Link", next);
        ByteBuffer body = ByteBuffer.wrap(page.out.array(), 0, page.out.size());
        return Answer.of(200, "application/json", headers, body, Optional.of(page.counts()));
    }

    private static final class Page {
        final PageBuffer out = new PageBuffer();
        private final Dataset.Selection selection;
        private final Map<Dirty, Long> dirty = new EnumMap<>(Dirty.class);
        private long written;
        private long repeated;

        Page(Dataset.Selection selection) {
            this.selection = selection;
        }

        void records(long from, long to) {
            for (long rank = from; rank < to; rank++) {
                write(rank);
                selection.dirty(rank).ifPresent(kind -> dirty.merge(kind, 1L, Long::sum));
            }
        }

        void repeats(long from, long to) {
            for (long rank = from; rank < to; rank++) {
                if (selection.isRepeated(rank)) {
                    write(rank);
                    repeated++;
                }
            }
        }

        PageCounts counts() {
            return new PageCounts(written, repeated, dirty);
        }

        private void write(long rank) {
            if (written > 0) {
                out.put(',');
            }
            selection.render(rank, out);
            written++;
        }
    }
}
