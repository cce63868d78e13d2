package dev.eider.ingest.batch;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Incremental;
import dev.eider.contract.Limits;
import dev.eider.contract.Paginator;
import dev.eider.contract.Quality;
import dev.eider.contract.Source;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.Context;
import dev.eider.zones.Manifest;
import dev.eider.zones.NdjsonFormat;
import dev.eider.zones.Nonces;
import dev.eider.zones.PageEnvelope;
import dev.eider.zones.PageReader;
import dev.eider.zones.Progress;
import dev.eider.zones.Range;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataset, a connection and a bucket in memory, with defaults that a test overrides. */
final class Bench {
    static final Instant NOW = Instant.parse("2025-01-08T06:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final Duration QUICK = Duration.ofMillis(4);

    final Bucket bucket = Buckets.memory();
    final BucketLedger ledger = new BucketLedger(bucket, CLOCK);
    private final Path scratch;

    URI baseUrl = URI.create("http://127.0.0.1:1");
    Connection.Auth auth = new Connection.Auth.None();
    Map<String, String> connectionHeaders = Map.of();
    Optional<Double> rate = Optional.empty();
    Connection.Retry retry = new Connection.Retry(8, Duration.ofSeconds(30));
    Duration timeout = Duration.ofSeconds(5);
    String path = "/payments";
    Map<String, String> params = Map.of();
    Map<String, String> headers = Map.of();
    FieldPath dataSelector = FieldPath.of("data");
    Paginator paginator = new Paginator.HeaderLink(Paginator.MAXIMUM_PAGE);
    Optional<FieldPath> totalPath = Optional.empty();
    Optional<Incremental> incremental = Optional.empty();
    Source.OnBadPage onBadPage = Source.OnBadPage.FAIL;
    Limits limits = Limits.defaults();
    Recorder recorder = Recorder.NONE;
    Nonces nonces = Nonces.seeded(1);

    Bench(Path scratch) {
        this.scratch = scratch;
    }

    Contract contract() {
        Source.Api source = new Source.Api(
                "bank", path, params, headers, dataSelector, paginator, totalPath, incremental, onBadPage);
        return new Contract(
                new DatasetName("payment"),
                Optional.empty(),
                1,
                new Fingerprint("0".repeat(64)),
                ZoneOffset.UTC,
                source,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Quality.DEFAULT,
                Optional.empty());
    }

    Bench daily() {
        incremental = Optional.of(new Incremental(LocalDate.of(2025, 1, 6), Incremental.Unit.DAY, 0, 1));
        params = Map.of("from", "{interval.start:%Y-%m-%dT%H:%M:%SZ}", "to", "{interval.end:%Y-%m-%dT%H:%M:%SZ}");
        return this;
    }

    List<IngestStep> due() throws EiderException {
        return IngestPlan.due(contract(), ledger, CLOCK, new IngestPlan.Scope.Due());
    }

    BatchIngest ingest() {
        Connection.Api connection = new Connection.Api("bank", baseUrl, auth, connectionHeaders, rate, retry, timeout);
        return new BatchIngest(Map.of("bank", connection), recorder, 1, new Backoff(QUICK, QUICK));
    }

    Context context() {
        return new Context(
                bucket, ledger, CLOCK, limits, scratch, nonces, Optional.empty(), Progress.NONE, "0.1.0-test");
    }

    /** Executes the first step that is due. */
    Ingested run() throws EiderException {
        return ingest().run(due().get(0), context());
    }

    /** The raw records of a manifest, in their order. */
    List<String> records(Manifest manifest) throws EiderException, IOException {
        return recordBytes(manifest).stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }

    List<byte[]> recordBytes(Manifest manifest) throws EiderException, IOException {
        List<byte[]> records = new ArrayList<>();
        for (StoredFile file : manifest.outputs(StoredFile.Role.RECORDS)) {
            try (RecordFormat.Cursor cursor = new NdjsonFormat().open(bucket.open(file.key(), Range.ALL), limits)) {
                while (cursor.next()) {
                    int end = cursor.offset() + cursor.length();
                    records.add(Arrays.copyOfRange(cursor.buffer(), cursor.offset(), end));
                }
            }
        }
        return records;
    }

    List<PageEnvelope> pages(Manifest manifest) throws EiderException {
        List<PageEnvelope> pages = new ArrayList<>();
        try (PageReader reader = PageReader.open(bucket, manifest.outputs(StoredFile.Role.PAGES), limits)) {
            for (Optional<PageEnvelope> page = reader.next(); page.isPresent(); page = reader.next()) {
                pages.add(page.get());
            }
        }
        return pages;
    }

    /** The bodies of the refused pages. */
    List<String> refusedBodies(Manifest manifest) throws EiderException, IOException {
        List<String> bodies = new ArrayList<>();
        try (PageReader reader = PageReader.open(bucket, manifest.outputs(StoredFile.Role.PAGES), limits)) {
            for (Optional<PageEnvelope> page = reader.next(); page.isPresent(); page = reader.next()) {
                if (page.get().content() instanceof PageEnvelope.Refused) {
                    ByteArrayOutputStream body = new ByteArrayOutputStream();
                    reader.copyBody(body);
                    bodies.add(body.toString(StandardCharsets.UTF_8));
                }
            }
        }
        return bodies;
    }

    List<String> keys() throws EiderException {
        return bucket.list("", "", 10_000).stream().map(Object::toString).toList();
    }
}
