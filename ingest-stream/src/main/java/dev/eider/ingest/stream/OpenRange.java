package dev.eider.ingest.stream;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.payloads.SchemaId;
import dev.eider.payloads.SchemaIds;
import dev.eider.payloads.StoredSchemas;
import dev.eider.payloads.WrittenSchema;
import dev.eider.zones.ChainId;
import dev.eider.zones.Context;
import dev.eider.zones.FrameWriter;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.RollingWriter;
import dev.eider.zones.StoredFile;
import dev.eider.zones.ZoneLayout;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of one partition that are read and not committed; records are in scratch. Used by one thread at a time:
 * first the one that polls, then the one that commits.
 */
final class OpenRange {
    /** Times beyond are no times: a producer's clock says anything. */
    private static final long MILLIS_MAX = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    private final Contract contract;
    private final String topic;
    private final ChainId chain;
    private final Context context;
    private final FrameWriter frames;
    private final @Nullable SchemaIds schemaIds;
    private final boolean isCompacted;
    private final long from;
    private final Instant began;
    private final long beganNanos;
    private @Nullable RollingWriter writer;
    private long end;
    private long records;
    private long skipped;
    private long firstNanos;
    private long frameBytesMost;
    private Optional<Instant> firstTime = Optional.empty();
    private OptionalInt leaderEpoch = OptionalInt.empty();

    OpenRange(Lane lane, ChainOpener.Start start, long from, Context context, FrameWriter frames) {
        this.contract = lane.contract();
        this.topic = start.chain().topic();
        this.chain = start.chain().id();
        this.isCompacted = start.isCompacted();
        this.context = context;
        this.frames = frames;
        this.schemaIds =
                lane.hasRegistry() ? new SchemaIds(contract.source().topic().orElseThrow()) : null;
        this.from = from;
        this.end = from;
        this.began = context.clock().instant();
        this.beganNanos = System.nanoTime();
    }

    /**
     * Takes the record at the range's end or behind it; offsets between were none that a reader sees.
     *
     * @param share of what it may take, if this is its first
     */
    void append(ConsumerRecord<ByteBuffer, ByteBuffer> record, RollingWriter.Share share) throws EiderException {
        RollingWriter part = writer;
        if (part == null) {
            part = begin(record, share);
        }
        skipped += record.offset() - end;
        long before = part.bytes();
        List<FrameWriter.Header> headers = headers(record);
        frames.write(part, record.offset(), record.timestamp(), record.key(), headers, record.value());
        if (schemaIds != null) {
            schemaIds.see(record.key(), record.value(), headers);
        }
        frameBytesMost = Math.max(frameBytesMost, part.bytes() - before);
        records++;
        end = record.offset() + 1;
    }

    private RollingWriter begin(ConsumerRecord<ByteBuffer, ByteBuffer> first, RollingWriter.Share share) {
        String nonce = context.nonces().get();
        Revision revision = revision();
        RollingWriter part =
                writer(StoredFile.Role.RECORDS, share, number -> ZoneLayout.rawRecords(revision, day(), nonce, number));
        writer = part;
        firstNanos = System.nanoTime();
        if (first.timestamp() >= 0 && first.timestamp() <= MILLIS_MAX) {
            firstTime = Optional.of(Instant.ofEpochMilli(first.timestamp()));
        }
        return part;
    }

    private RollingWriter writer(StoredFile.Role role, RollingWriter.Share share, IntFunction<ObjectKey> keys) {
        return new RollingWriter(
                role, RollingWriter.Compression.ZSTD, keys, context.scratch(), context.limits(), share);
    }

    /** The folder of its objects. */
    private LocalDate day() {
        return LocalDate.ofInstant(began, ZoneOffset.UTC);
    }

    private static List<FrameWriter.Header> headers(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        Header[] headers = record.headers().toArray();
        if (headers.length == 0) {
            return List.of();
        }
        List<FrameWriter.Header> list = new ArrayList<>(headers.length);
        for (Header header : headers) {
            byte[] value = header.value();
            list.add(new FrameWriter.Header(header.key(), value == null ? null : ByteBuffer.wrap(value)));
        }
        return list;
    }

    /** Takes the offsets up to where the reader stands: none of them is a record that a reader sees. */
    void advance(long next, OptionalInt epoch) {
        skipped += next - end;
        end = next;
        leaderEpoch = epoch;
    }

    /** The raw revision that it becomes. */
    Revision revision() {
        return Revision.raw(chain.batch(contract.dataset(), from), 1);
    }

    OffsetRange offsets() {
        return new OffsetRange(
                topic,
                chain,
                from,
                end,
                records,
                isCompacted ? 0 : skipped,
                isCompacted ? skipped : 0,
                leaderEpoch,
                firstTime);
    }

    /** What its records say of their schemas. */
    Set<SchemaId> schemaIds() {
        return schemaIds == null ? Set.of() : schemaIds.seen();
    }

    /**
     * Puts the records into the bucket, durably, and the schemas they were written with; nobody's until a manifest
     * names them.
     */
    List<StoredFile> finish(List<WrittenSchema> schemas) throws EiderException {
        if (writer == null) {
            return List.of();
        }
        List<StoredFile> files = new ArrayList<>();
        if (!schemas.isEmpty()) {
            String nonce = context.nonces().get();
            try (RollingWriter lines = writer(
                    StoredFile.Role.SCHEMAS,
                    RollingWriter.Share.MANY,
                    number -> ZoneLayout.rawSchemas(revision(), day(), nonce, number))) {
                StoredSchemas.write(schemas, lines);
                files.addAll(lines.finish(context.bucket()));
            }
        }
        files.addAll(writer.finish(context.bucket()));
        return files;
    }

    /** Gives up what is in scratch. */
    void drop() {
        if (writer != null) {
            writer.close();
        }
    }

    Contract contract() {
        return contract;
    }

    Instant began() {
        return began;
    }

    long end() {
        return end;
    }

    long records() {
        return records;
    }

    boolean isEmpty() {
        return end == from;
    }

    boolean isWriting() {
        return writer != null;
    }

    /** Bytes of its records, before compression. */
    long bytes() {
        return writer == null ? 0 : writer.bytes();
    }

    /** Whether the next record may need a second file, or name one schema more than are asked for at once. */
    boolean isFull() {
        return bytes() + frameBytesMost > context.limits().fileBytesMax() || (schemaIds != null && schemaIds.isFull());
    }

    /** Since its first record; since its first offset where it has none. */
    long ageNanos() {
        return System.nanoTime() - (writer == null ? beganNanos : firstNanos);
    }
}
