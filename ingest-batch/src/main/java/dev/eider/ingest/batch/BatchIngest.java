package dev.eider.ingest.batch;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Books;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
import dev.eider.zones.Revision;
import dev.eider.zones.StoredFile;
import dev.eider.zones.StoredParts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * Reads slices of REST APIs to their end and commits each as one raw revision. A step that fails commits nothing and
 * may be run again. Datasets of one connection share its rate. Thread-safe.
 */
public final class BatchIngest {
    private static final String STAGE = "ingest";

    /** Of these it is certain that nobody has seen the manifest. */
    private static final Set<ErrorCode> NOT_COMMITTED =
            Set.of(ErrorCode.BATCH_MISMATCH, ErrorCode.WRITER_TOO_OLD, ErrorCode.OVERTAKEN);

    private final Map<String, Connection> connections;
    private final Recorder recorder;
    private final long seed;
    private final Backoff backoff;
    private final Map<String, ApiClient> clients = new HashMap<>();

    /**
     * @param connections of the project, by name
     * @param seed of the jitter between attempts
     */
    public BatchIngest(Map<String, Connection> connections, Recorder recorder, long seed) {
        this(connections, recorder, seed, Backoff.DEFAULT);
    }

    BatchIngest(Map<String, Connection> connections, Recorder recorder, long seed, Backoff backoff) {
        this.connections = Map.copyOf(connections);
        this.recorder = recorder;
        this.seed = seed;
        this.backoff = backoff;
    }

    /**
     * Executes the step.
     *
     * @throws EiderException of code SOURCE_REFUSED, SOURCE_UNAVAILABLE, BAD_PAGE or PAGING_LIMIT for what the source
     *     did; of INVALID_CONFIGURATION; and what the bucket and the ledger throw
     */
    public Ingested run(IngestStep step, Context context) throws EiderException {
        Instant begin = context.clock().instant();
        String dataset = step.contract().dataset().value();
        String outcome = "failed";
        try {
            Optional<Manifest> standing = standing(step.revision(), context);
            Ingested ingested = standing.isPresent() ? Ingested.already(standing.get()) : read(step, context, begin);
            outcome = ingested.outcome() == Ingested.Outcome.DONE ? "done" : "already";
            return ingested;
        } finally {
            recorder.step(
                    STAGE,
                    dataset,
                    outcome,
                    Duration.between(begin, context.clock().instant()));
        }
    }

    private static Optional<Manifest> standing(Revision revision, Context context) throws EiderException {
        try {
            return Optional.of(context.ledger().open(revision));
        } catch (EiderException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Ingested read(IngestStep step, Context context, Instant began) throws EiderException {
        Source.Api source = step.contract()
                .source()
                .api()
                .orElseThrow(() -> new EiderException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot ingest " + step.contract().dataset() + ": its source is no API"));
        ApiClient client = client(source.connection(), context.build());
        PageRequests requests = PageRequests.of(step.contract(), source, step.slice(), client.site());
        Traffic traffic = new Traffic(recorder, step.contract().dataset().value());
        PageFetcher fetcher = new PageFetcher(client, source, requests.headers(), setting(step, context, traffic));
        Pager pager = new Pager(source.paginator(), client.site(), requests.start());
        Redactor redactor = new Redactor(client.site().connection().auth());
        try (RawWriter writer = new RawWriter(step, context, redactor);
                PageFeed feed = new PageFeed(fetcher, pager, context.scratch())) {
            Reading reading = new Reading(step, source, context, writer);
            reading.all(feed);
            return commit(reading, began, traffic);
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot clear the scratch folder " + context.scratch(),
                    "Check limits.scratch in eider.yaml",
                    e);
        }
    }

    private PageFetcher.Setting setting(IngestStep step, Context context, Traffic traffic) {
        Random random = new Random(seed ^ step.revision().hashCode());
        return new PageFetcher.Setting(
                step.contract().dataset() + " " + step.slice().name(),
                context.limits(),
                context.clock(),
                context.scratch(),
                backoff,
                random,
                traffic);
    }

    private synchronized ApiClient client(String name, String build) throws EiderException {
        ApiClient made = clients.get(name);
        if (made != null) {
            return made;
        }
        Connection connection = connections.get(name);
        if (!(connection instanceof Connection.Api api)) {
            throw new EiderException(
                    ErrorCode.NOT_FOUND, "Connection not found: " + name, "Add it to connections in eider.yaml");
        }
        ApiClient client = new ApiClient(new Site(api, build));
        clients.put(name, client);
        return client;
    }

    private Ingested commit(Reading reading, Instant began, Traffic traffic) throws EiderException {
        IngestStep step = reading.step;
        Context context = reading.context;
        Books books = reading.books();
        List<StoredFile> outputs = reading.writer.finish();
        Optional<Manifest> equal = equalBefore(step, outputs, context);
        if (equal.isPresent()) {
            StoredParts.discard(context.bucket(), outputs, equal);
            return reading.ingested(equal.get(), Ingested.Outcome.UNCHANGED, traffic);
        }
        Manifest manifest = manifest(step, books, outputs, context).expiring(context.retention(), began);
        Commit commit;
        try {
            commit = context.ledger().commit(manifest, began);
        } catch (EiderException e) {
            if (NOT_COMMITTED.contains(e.code())) {
                StoredParts.discard(context.bucket(), outputs, Optional.empty());
            }
            throw e;
        }
        if (commit instanceof Commit.Already already) {
            StoredParts.discard(context.bucket(), outputs, Optional.of(already.manifest()));
            return reading.ingested(already.manifest(), Ingested.Outcome.ALREADY, traffic);
        }
        record(step, books, outputs);
        return reading.ingested(commit.manifest(), Ingested.Outcome.DONE, traffic);
    }

    private static Manifest manifest(IngestStep step, Books books, List<StoredFile> outputs, Context context) {
        Map<String, Long> rejects =
                books.rejected() == 0 ? Map.of() : Map.of(RejectionCode.BAD_PAGE.code(), books.rejected());
        return new Manifest(
                step.revision(),
                step.slice().start(),
                step.slice().end(),
                Gate.PASSED,
                Optional.empty(),
                List.of(),
                outputs,
                books,
                rejects,
                0,
                Optional.empty(),
                step.contract().fingerprint(),
                step.contract().version(),
                Optional.empty(),
                context.clock().instant(),
                context.build(),
                Optional.empty());
    }

    /** The revision before, if a lookback found the same records in it. */
    private static Optional<Manifest> equalBefore(IngestStep step, List<StoredFile> outputs, Context context)
            throws EiderException {
        int number = step.revision().number();
        if (step.purpose() != IngestStep.Purpose.LOOKBACK || number == 1) {
            return Optional.empty();
        }
        Revision before = Revision.raw(step.revision().batch(), number - 1);
        Optional<Manifest> earlier = standing(before, context);
        return earlier.filter(manifest -> recordSums(manifest.outputs()).equals(recordSums(outputs)));
    }

    private static List<String> recordSums(List<StoredFile> files) {
        return files.stream()
                .filter(file -> file.role() == StoredFile.Role.RECORDS)
                .map(StoredFile::sha256)
                .toList();
    }

    private void record(IngestStep step, Books books, List<StoredFile> outputs) {
        String dataset = step.contract().dataset().value();
        recorder.records(STAGE, dataset, "read", books.read());
        recorder.records(STAGE, dataset, "clean", books.clean());
        recorder.records(STAGE, dataset, "rejected", books.rejected());
        if (books.rejected() > 0) {
            recorder.rejects(STAGE, dataset, RejectionCode.BAD_PAGE.code(), books.rejected());
        }
        recorder.bytes(
                STAGE, dataset, outputs.stream().mapToLong(StoredFile::bytes).sum());
    }

    /** A slice on its way to raw: what the reader counted, beside what the writer did. */
    private static final class Reading {
        private final IngestStep step;
        private final Source.Api source;
        private final Context context;
        private final RawWriter writer;
        private final String name;
        private long pages;
        private long read;
        private long badPages;
        private OptionalLong stated = OptionalLong.empty();

        Reading(IngestStep step, Source.Api source, Context context, RawWriter writer) {
            this.step = step;
            this.source = source;
            this.context = context;
            this.writer = writer;
            this.name = step.toString();
        }

        void all(PageFeed feed) throws EiderException {
            Optional<FetchedPage> page = feed.next();
            while (page.isPresent()) {
                take(page.get());
                page = feed.next();
            }
        }

        private void take(FetchedPage page) throws EiderException {
            pages++;
            read += page.records();
            badPages += page.isBad() ? 1 : 0;
            if (source.totalPath().isPresent() && page.envelope().isPresent()) {
                OptionalLong total =
                        page.envelope().get().countAt(source.totalPath().get());
                stated = total.isPresent() ? total : stated;
            }
            writer.write(page);
            context.progress().at(name, read, stated.orElse(0));
        }

        /** What the splitter saw against what the writers wrote. */
        Books books() {
            return new Books(read + badPages, writer.records(), writer.refused(), 0, 0, 0);
        }

        Ingested ingested(Manifest manifest, Ingested.Outcome outcome, Traffic traffic) {
            return new Ingested(
                    manifest,
                    outcome,
                    traffic.requests(),
                    traffic.retries(),
                    pages,
                    traffic.bytes(),
                    stated,
                    warnings());
        }

        private List<String> warnings() {
            List<String> warnings = new ArrayList<>();
            if (stated.isPresent() && stated.getAsLong() != read) {
                warnings.add("The source states " + stated.getAsLong() + " records at "
                        + source.totalPath().map(Object::toString).orElse("total_path") + ", read were " + read);
            }
            if (badPages > 0) {
                warnings.add(badPages + (badPages == 1 ? " bad page is" : " bad pages are")
                        + " kept in raw and not read: on_bad_page is skip");
            }
            return warnings;
        }
    }
}
