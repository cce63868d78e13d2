package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.zones.Context;
import dev.eider.zones.PageEnvelope;
import dev.eider.zones.PageWriter;
import dev.eider.zones.RollingWriter;
import dev.eider.zones.StoredFile;
import dev.eider.zones.StoredParts;
import dev.eider.zones.ZoneLayout;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes whole pages to raw: their records one a line, and beside them what they came in. Not thread-safe. */
final class RawWriter implements Closeable {
    /** Headers that tell how a page came about; others may change from answer to answer. */
    private static final List<String> HEADERS =
            List.of("content-type", "content-language", "etag", "last-modified", "link", "x-total-count");

    private final Context context;
    private final Redactor redactor;
    private final RollingWriter records;
    private final RollingWriter pageLines;
    private final PageWriter pages;
    private final LineFeeder feeder;
    private long refused;

    RawWriter(IngestStep step, Context context, Redactor redactor) {
        this.context = context;
        this.redactor = redactor;
        String nonce = context.nonces().get();
        records = new RollingWriter(
                StoredFile.Role.RECORDS,
                RollingWriter.Compression.ZSTD,
                part -> ZoneLayout.rawRecords(step.revision(), step.slice().folderDate(), nonce, part),
                context.scratch(),
                context.limits());
        pageLines = new RollingWriter(
                StoredFile.Role.PAGES,
                RollingWriter.Compression.ZSTD,
                part -> ZoneLayout.rawPages(step.revision(), step.slice().folderDate(), nonce, part),
                context.scratch(),
                context.limits());
        pages = new PageWriter(pageLines);
        feeder = new LineFeeder(records, context.limits().recordBytesMax());
    }

    void write(FetchedPage page) throws EiderException {
        try {
            if (page.bad().isPresent()) {
                try (InputStream body = page.spool().open()) {
                    pages.refused(envelope(page, refusal(page, page.bad().get())), body);
                }
                refused++;
            } else {
                Optional<Place.Stored> first = feeder.feed(page.spool());
                String around = redactor.redact(page.envelope().orElse(Envelope.NONE));
                pages.page(envelope(page, new PageEnvelope.Records(around, first, page.records())));
            }
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot write " + page.name() + " to raw: the scratch folder does not give it back",
                    "Check limits.scratch in eider.yaml",
                    e);
        }
    }

    /** Lines that went to the records. */
    long records() {
        return records.records();
    }

    /** Pages kept as refused. */
    long refused() {
        return refused;
    }

    /** Puts everything into the bucket, records first; what is there when one fails is taken back. */
    List<StoredFile> finish() throws EiderException {
        List<StoredFile> stored = new ArrayList<>(records.finish(context.bucket()));
        try {
            stored.addAll(pageLines.finish(context.bucket()));
        } catch (EiderException e) {
            discard(stored, e);
            throw e;
        }
        return stored;
    }

    private void discard(List<StoredFile> stored, EiderException because) {
        try {
            StoredParts.discard(context.bucket(), stored, Optional.empty());
        } catch (EiderException e) {
            because.addSuppressed(e);
        }
    }

    private PageEnvelope.Refused refusal(FetchedPage page, FetchedPage.Refusal refusal) {
        String contentType = page.headers().get("Content-Type");
        return new PageEnvelope.Refused(
                refusal.code(),
                refusal.message(),
                contentType == null ? "" : redactor.redact(contentType),
                page.spool().length());
    }

    private PageEnvelope envelope(FetchedPage page, PageEnvelope.Content content) {
        String query = page.url().encodedQuery();
        String target = page.url().encodedPath() + (query == null ? "" : "?" + query);
        Map<String, String> headers = new TreeMap<>();
        for (String name : HEADERS) {
            List<String> values = page.headers().values(name);
            if (!values.isEmpty()) {
                headers.put(name, redactor.redact(String.join(", ", values)));
            }
        }
        return new PageEnvelope(
                page.ordinal(), "GET", redactor.redact(target), page.status(), headers, page.receivedAt(), content);
    }

    @Override
    public void close() {
        records.close();
        pageLines.close();
    }
}
