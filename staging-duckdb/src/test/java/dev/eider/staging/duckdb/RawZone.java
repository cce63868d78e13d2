package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.zones.BatchId;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Hashing;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifests;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Revision;
import dev.eider.zones.StoredFile;
import dev.eider.zones.ZoneLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes raw batches for tests, part by part, as an ingestion would have left them. */
final class RawZone {
    static final LocalDate DAY = LocalDate.of(2025, 4, 6);
    static final Instant START = Instant.parse("2025-04-06T00:00:00Z");

    private final Bucket bucket;
    private final Ledger ledger;
    private final Contract contract;
    private final Instant began;
    private final BatchId batch;
    private final List<StoredFile> parts = new ArrayList<>();
    private Revision revision;

    RawZone(Bucket bucket, Ledger ledger, Contract contract, Instant began) {
        this.bucket = bucket;
        this.ledger = ledger;
        this.contract = contract;
        this.began = began;
        batch = new BatchId(contract.dataset(), DAY.toString());
        revision = Revision.raw(batch, 1);
    }

    BatchId batch() {
        return batch;
    }

    Revision revision() {
        return revision;
    }

    /** Adds a part of these lines. */
    RawZone part(String... lines) throws EiderException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return part(bytes, lines.length);
    }

    RawZone part(byte[] bytes, long records) throws EiderException {
        ObjectKey key = ZoneLayout.rawRecords(revision, DAY, "nonce", parts.size());
        bucket.createIfAbsent(key, Body.of(bytes)).orElseThrow();
        parts.add(new StoredFile(StoredFile.Role.RECORDS, key, records, bytes.length, Hashing.sha256(bytes)));
        return this;
    }

    /** Commits the parts so far. */
    RawZone commit() throws EiderException {
        Instant end = START.plus(1, ChronoUnit.DAYS);
        ledger.commit(
                Manifests.raw(revision, START, end, parts, contract.fingerprint(), START, Optional.empty()), began);
        return this;
    }

    /** Starts the batch's next raw revision. */
    RawZone again() {
        parts.clear();
        revision = Revision.raw(batch, revision.number() + 1);
        return this;
    }
}
