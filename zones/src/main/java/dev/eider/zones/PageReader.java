package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.zones.PageFormat.Line;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages of a batch, one after the other, over all its stored files. To be closed; not thread-safe. */
public final class PageReader implements Closeable {
    private final Bucket bucket;
    private final Deque<ObjectKey> files = new ArrayDeque<>();
    private final Limits limits;
    private @Nullable StoredLines lines;
    private @Nullable PageEnvelope page;

    private PageReader(Bucket bucket, Limits limits) {
        this.bucket = bucket;
        this.limits = limits;
    }

    /** @param files those of role PAGES, in their order */
    public static PageReader open(Bucket bucket, List<StoredFile> files, Limits limits) {
        PageReader reader = new PageReader(bucket, limits);
        files.forEach(file -> reader.files.add(file.key()));
        return reader;
    }

    /**
     * The next page; empty at the end.
     *
     * @throws EiderException of code CORRUPT_OBJECT, naming the line
     */
    public Optional<PageEnvelope> next() throws EiderException {
        page = null;
        for (Line line = take(); line != null; line = take()) {
            if (line instanceof Line.Page found) {
                page = found.page();
                return Optional.of(found.page());
            }
        }
        return Optional.empty();
    }

    /** Copies the body of the refused page that {@link #next} gave, once. */
    public void copyBody(OutputStream to) throws EiderException, IOException {
        PageEnvelope current = page;
        if (current == null || !(current.content() instanceof PageEnvelope.Refused refused)) {
            throw new IllegalStateException("Cannot copy a body: the page is not a refused one");
        }
        long left = refused.bytes();
        for (int piece = 0; left > 0; piece++) {
            if (!(take() instanceof Line.Piece found)
                    || !found.is(current.ordinal(), piece)
                    || found.content().length > left) {
                throw corrupt();
            }
            to.write(found.content());
            left -= found.content().length;
        }
    }

    private EiderException corrupt() {
        StoredLines open = lines;
        String reason = "a piece of a refused page is missing";
        return open == null
                ? new EiderException(ErrorCode.CORRUPT_OBJECT, "Cannot read the pages: " + reason)
                : open.corrupt(reason);
    }

    private @Nullable Line take() throws EiderException {
        while (true) {
            if (lines == null) {
                ObjectKey file = files.poll();
                if (file == null) {
                    return null;
                }
                lines = new StoredLines(bucket, file, limits);
            }
            if (lines.next()) {
                return lines.read(PageFormat::read);
            }
            close();
        }
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}
