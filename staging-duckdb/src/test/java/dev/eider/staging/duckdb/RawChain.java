package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.TestLimits;
import dev.eider.zones.Bucket;
import dev.eider.zones.Chain;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.FrameWriter;
import dev.eider.zones.Manifest;
import dev.eider.zones.Manifests;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.RollingWriter;
import dev.eider.zones.StoredFile;
import dev.eider.zones.ZoneLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One partition's raw batches for tests, as a reader of its topic would have left them. */
final class RawChain {
    static final String TOPIC = "bank.core.transactions";
    static final String TOPIC_ID = "0123456789abcdef0123456789abcdef";

    private final Zones zones;
    private final Contract contract;
    private final ChainId id;
    private long end;
    private boolean isStuck;
    private Instant time = RawZone.START;

    /** Opens the chain. */
    RawChain(Zones zones, Contract contract, int partition, long first) throws EiderException {
        this.zones = zones;
        this.contract = contract;
        id = new ChainId(TOPIC_ID, partition, 1);
        end = first;
        new Chains(zones.bucket, zones.ledger, contract.dataset())
                .open(new Chain(id, TOPIC, first, Chain.Engine.STREAM, Zones.NOW));
    }

    ChainId id() {
        return id;
    }

    long end() {
        return end;
    }

    /** Records say an offset that another has, as no topic's do. */
    RawChain stuck() {
        isStuck = true;
        return this;
    }

    /** Ranges that follow begin at this time. */
    RawChain at(Instant other) {
        time = other;
        return this;
    }

    /** Commits the range of these values, one a part where asked for. */
    Manifest range(String... values) throws EiderException {
        return range(Limits.defaults().fileBytesMax(), 0, values);
    }

    /** The same, and offsets behind them without a record. */
    Manifest range(long partBytesMax, int control, String... values) throws EiderException {
        Revision revision = Revision.raw(id.batch(contract.dataset(), end), 1);
        long from = end;
        List<StoredFile> parts = write(revision, partBytesMax, values);
        end += control;
        OffsetRange range =
                new OffsetRange(TOPIC, id, from, end, values.length, control, 0, OptionalInt.of(0), Optional.of(time));
        Manifest manifest =
                Manifests.raw(revision, time, time, parts, contract.fingerprint(), Zones.NOW, Optional.of(range));
        zones.ledger.commit(manifest, Zones.NOW);
        return manifest;
    }

    private List<StoredFile> write(Revision revision, long partBytesMax, String... values) throws EiderException {
        Bucket bucket = zones.bucket;
        FrameWriter frames = new FrameWriter(TOPIC, Map.of(), id.partition());
        try (RollingWriter writer = new RollingWriter(
                StoredFile.Role.RECORDS,
                RollingWriter.Compression.ZSTD,
                part -> ZoneLayout.rawRecords(revision, RawZone.DAY, "nonce", part),
                zones.context().scratch(),
                TestLimits.with(l -> l.fileBytesMax = partBytesMax))) {
            for (String value : values) {
                ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
                frames.write(writer, isStuck ? 0 : end, time.toEpochMilli(), null, List.of(), bytes);
                end++;
            }
            return writer.finish(bucket);
        }
    }
}
