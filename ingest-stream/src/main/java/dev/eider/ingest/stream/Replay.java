package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.payloads.RefusedException;
import dev.eider.payloads.TopicEncoder;
import dev.eider.zones.Context;
import dev.eider.zones.Expiry;
import dev.eider.zones.FrameFormat;
import dev.eider.zones.Manifest;
import dev.eider.zones.NdjsonFormat;
import dev.eider.zones.Range;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Stored records sent to a topic: idempotent, acknowledged by all replicas in sync, pipelined. Records that came from a
 * topic keep key, headers, timestamp and the bytes of their values; others get a key from the contract's primary key,
 * and the format that the contract agrees.
 * What was sent before a failure stays in the topic. Not thread-safe.
 */
public final class Replay implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
    private static final int PROGRESS_EACH = 5_000;

    private final Contract contract;
    private final Connection.Kafka connection;
    private final String topic;
    private final Context context;
    private final PrimaryKeys keys;
    private final PrimaryKeys keysOfRows;
    private final Producer<byte[], byte[]> producer;
    private final long agedBefore;
    private final LongConsumer progress;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private @Nullable TopicEncoder encoder;
    private long records;
    private long withoutKey;
    private long tombstones;
    private long aged;
    private long bytes;

    /**
     * What was sent.
     *
     * @param withoutKey those of the records that have none
     * @param tombstones those of them without a value
     * @param aged those of the records that are older than the topic keeps any: its brokers delete them soon
     * @param bytes of values
     */
    public record Sent(long records, long withoutKey, long tombstones, long aged, long bytes) {}

    private Replay(
            Contract contract,
            Connection.Kafka connection,
            String topic,
            Context context,
            Producer<byte[], byte[]> producer,
            long agedBefore,
            LongConsumer progress) {
        this.contract = contract;
        this.connection = connection;
        this.topic = topic;
        this.context = context;
        this.keys = PrimaryKeys.ofRaw(contract);
        this.keysOfRows = PrimaryKeys.ofClean(contract);
        this.producer = producer;
        this.agedBefore = agedBefore;
        this.progress = progress;
    }

    /**
     * Connects to the brokers.
     *
     * @param compression of batches, as Kafka names it; a property of the connection wins
     * @param progress told now and then how many records were sent
     * @throws EiderException if they do not answer, or have no such topic
     */
    public static Replay open(
            Contract contract,
            Connection.Kafka connection,
            String topic,
            String compression,
            Context context,
            LongConsumer progress)
            throws EiderException {
        long agedBefore;
        try (Cluster cluster = new Cluster(connection)) {
            if (!cluster.topics(Set.of(topic)).containsKey(topic)) {
                throw new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Topic not found: " + topic + " at " + connection.name(),
                        "eider topics plan, or make it with the brokers' own tools");
            }
            agedBefore = cluster.retention(topic)
                    .map(kept -> context.clock().millis() - kept.toMillis())
                    .orElse(Long.MIN_VALUE);
        }
        Producer<byte[], byte[]> producer =
                Clients.producer(connection, compression, context.limits().recordBytesMax());
        return new Replay(contract, connection, topic, context, producer, agedBefore, progress);
    }

    /** Sends the records of a raw batch, in their order. */
    public void batch(Manifest raw) throws EiderException {
        batch(raw, place -> true);
    }

    /** Sends the records of a raw batch that stand at chosen places. */
    public void batch(Manifest raw, Predicate<Place.Stored> isMeant) throws EiderException {
        boolean isFramed = raw.offsets().isPresent();
        List<StoredFile> parts = raw.outputs(StoredFile.Role.RECORDS);
        for (int part = 0; part < parts.size(); part++) {
            StoredFile file = parts.get(part);
            RecordFormat format = isFramed ? new FrameFormat() : new NdjsonFormat();
            try (RecordFormat.Cursor cursor =
                    format.open(context.bucket().open(file.key(), Range.ALL), context.limits())) {
                while (cursor.next()) {
                    if (!isMeant.test(new Place.Stored(part, cursor.ordinal()))) {
                        continue;
                    }
                    if (isFramed) {
                        resend(cursor);
                    } else {
                        send(cursor, file.key().toString(), encoder()::received);
                    }
                }
            } catch (EiderException e) {
                throw Expiry.explain(e, context, raw, file, "Leave its batch out by --interval, or --from and --to");
            } catch (IOException e) {
                throw new EiderException(
                        ErrorCode.CORRUPT_OBJECT, "Cannot read " + file.key() + ": " + e.getMessage(), null, e);
            }
        }
    }

    /**
     * Sends the lines of a file of NDJSON, which may be compressed with zstd, in the format of the contract.
     *
     * @throws EiderException at the first line that is no JSON, or not what the format's schema takes
     */
    public void file(Path file) throws EiderException {
        try (RecordFormat.Cursor cursor = new NdjsonFormat().open(Files.newInputStream(file), context.limits())) {
            while (cursor.next()) {
                send(cursor, file.toString(), encoder()::value);
            }
        } catch (NoSuchFileException e) {
            throw new EiderException(ErrorCode.NOT_FOUND, "File not found: " + file, "Check --file", e);
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.NOT_FOUND, "Cannot read " + file + ": " + e.getMessage(), "Check --file", e);
        }
    }

    /** Sends a row of clean, an object of its columns. */
    public void row(byte[] json) throws EiderException {
        send(ReplayedMeta.ofKey(keysOfRows.of(json, 0, json.length)), json);
    }

    /** Sends a record that came from a topic as it came. */
    private void resend(RecordFormat.Cursor cursor) throws EiderException, IOException {
        requireWhole(cursor);
        send(
                ReplayedMeta.read(cursor.buffer(), cursor.metaOffset(), cursor.metaLength()),
                cursor.isTombstone()
                        ? null
                        : Arrays.copyOfRange(cursor.buffer(), cursor.offset(), cursor.offset() + cursor.length()));
    }

    /** Bytes of a value, of a record of JSON. */
    private interface Encoding {
        byte[] of(byte[] text, int offset, int length) throws RefusedException;
    }

    /** Sends a record of JSON in the format that the contract agrees. */
    private void send(RecordFormat.Cursor cursor, String file, Encoding encoding) throws EiderException {
        requireWhole(cursor);
        byte[] key = keys.of(cursor.buffer(), cursor.offset(), cursor.length());
        byte[] value;
        try {
            value = encoding.of(cursor.buffer(), cursor.offset(), cursor.length());
            key = key == null ? null : encoder().key(key);
        } catch (RefusedException e) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot send line " + (cursor.ordinal() + 1) + " of " + file + ": " + e.getMessage(),
                    "The lines before it are sent: mend it, and send it with those behind it");
        }
        send(ReplayedMeta.ofKey(key), value);
    }

    private static void requireWhole(RecordFormat.Cursor cursor) throws EiderException {
        if (cursor.isTruncated()) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Cannot send record " + cursor.ordinal() + ": it is longer than limits.record_size",
                    "Set limits.record_size in eider.yaml to more");
        }
    }

    /** Made when it is needed: what came from a topic goes again without a schema. */
    private TopicEncoder encoder() throws EiderException {
        if (encoder == null) {
            encoder = TopicEncoder.of(contract, topic, connection, context.limits());
        }
        return encoder;
    }

    private void send(ReplayedMeta meta, byte @Nullable [] value) throws EiderException {
        check();
        List<Header> headers = meta.headers();
        try {
            // Failures come by the callback.
            var unused = producer.send(
                    new ProducerRecord<>(topic, null, meta.timestamp(), meta.key(), value, headers),
                    (place, problem) -> {
                        if (problem != null) {
                            failure.compareAndSet(null, problem);
                        }
                    });
        } catch (KafkaException e) {
            throw KafkaFailures.of(connection, "send to topic " + topic + " of", e);
        }
        records++;
        withoutKey += meta.key() == null ? 1 : 0;
        tombstones += value == null ? 1 : 0;
        aged += meta.timestamp() != null && meta.timestamp() < agedBefore ? 1 : 0;
        bytes += value == null ? 0 : value.length;
        if (records % PROGRESS_EACH == 0) {
            progress.accept(records);
        }
    }

    /** Waits until all is acknowledged. */
    public Sent finish() throws EiderException {
        try {
            producer.flush();
        } catch (KafkaException e) {
            throw KafkaFailures.of(connection, "send to topic " + topic + " of", e);
        }
        check();
        return new Sent(records, withoutKey, tombstones, aged, bytes);
    }

    private void check() throws EiderException {
        Exception problem = failure.get();
        if (problem != null) {
            throw KafkaFailures.of(connection, "send to topic " + topic + " of", problem);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
