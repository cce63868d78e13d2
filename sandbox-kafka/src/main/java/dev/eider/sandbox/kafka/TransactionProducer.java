package dev.eider.sandbox.kafka;

import dev.eider.sandbox.BankTransactions;
import dev.eider.sandbox.Dirty;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the bank's transactions to a topic: the records that the API serves, in order, repeats included, so that what
 * is made of the topic can be compared with what is made of the API. Idempotent, {@code acks=all}. Not thread-safe.
 */
public final class TransactionProducer {
    /** How long a topic that is not there is looked for. */
    private static final int MAX_BLOCK_MILLIS = 10_000;

    private static final long NANOS = 1_000_000_000L;

    private final Settings settings;
    private final BankTransactions bank;
    private final Map<Dirty, Long> dirty = new EnumMap<>(Dirty.class);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long records;
    private long repeats;
    private long bytes;
    private long aborted;

    /** What a record's key is. */
    public enum Key {
        NONE,
        ACCOUNT_NUMBER,
        TRANSACTION_ID
    }

    /**
     * How the records are sent.
     *
     * @param bootstrap the brokers
     * @param registry where the schema is registered as {@code TOPIC-value}, whose id each value then begins with
     * @param perSecond most records a second; 0 is as fast as possible
     * @param perTransaction records of one transaction; 0 is without
     * @param abortShare share of transactions that are aborted and sent again in the next
     */
    public record Settings(
            String bootstrap,
            String topic,
            TransactionFormat format,
            Key key,
            Optional<URI> registry,
            int perSecond,
            int perTransaction,
            double abortShare) {

        /** JSON by account, as fast as possible, without transactions. */
        public static Settings of(String bootstrap, String topic) {
            return new Settings(
                    bootstrap, topic, TransactionFormat.JSON, Key.ACCOUNT_NUMBER, Optional.empty(), 0, 0, 0);
        }

        /** The same in this format. */
        public Settings as(TransactionFormat newFormat, Optional<URI> newRegistry) {
            return new Settings(bootstrap, topic, newFormat, key, newRegistry, perSecond, perTransaction, abortShare);
        }

        /** The same in transactions. */
        public Settings inTransactions(int newPerTransaction, double newAbortShare) {
            return new Settings(bootstrap, topic, format, key, registry, perSecond, newPerTransaction, newAbortShare);
        }
    }

    /**
     * What was sent.
     *
     * @param records committed ones, repeats included
     * @param repeats those of them that had been sent before
     * @param dirty those of them where something is wrong, by kind; what the format rules out is not among them
     * @param aborted records of aborted transactions
     * @param bytes of committed values
     */
    public record Sent(long records, long repeats, Map<Dirty, Long> dirty, long aborted, long bytes) {
        public Sent {
            dirty = Map.copyOf(dirty);
        }
    }

    private TransactionProducer(Settings settings, BankTransactions bank) {
        this.settings = settings;
        this.bank = bank;
    }

    /**
     * Sends all of the bank's transactions; returns when all are acknowledged.
     *
     * @throws IOException if the registry does not answer
     * @throws KafkaException if the brokers refuse a record
     */
    public static Sent run(Settings settings, BankTransactions bank) throws IOException {
        return new TransactionProducer(settings, bank).send();
    }

    private Sent send() throws IOException {
        OptionalInt schema = settings.registry().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(RegistryClient.register(
                        settings.registry().get(),
                        settings.topic() + "-value",
                        settings.format().type(),
                        settings.format().schema()));
        TransactionEncoder encoder = new TransactionEncoder(bank, settings.format(), schema);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            if (settings.perTransaction() > 0) {
                sendInTransactions(producer, encoder);
            } else {
                sendRange(producer, encoder, 0, bank.size());
                producer.flush();
            }
            check();
        }
        return new Sent(records, repeats, dirty, aborted, bytes);
    }

    private void sendInTransactions(KafkaProducer<byte[], byte[]> producer, TransactionEncoder encoder) {
        producer.initTransactions();
        SplittableRandom chance = new SplittableRandom(bank.size());
        long from = 0;
        boolean again = false;
        while (from < bank.size()) {
            long end = Math.min(bank.size(), from + settings.perTransaction());
            producer.beginTransaction();
            if (!again && chance.nextDouble() < settings.abortShare()) {
                for (long rank = from; rank < end; rank++) {
                    send(producer, encoder, rank);
                    aborted++;
                }
                // Sent for sure: what is only in the producer's memory leaves no trace in the topic.
                producer.flush();
                producer.abortTransaction();
                again = true;
            } else {
                sendRange(producer, encoder, from, end);
                producer.commitTransaction();
                check();
                from = end;
                again = false;
            }
        }
    }

    private void sendRange(KafkaProducer<byte[], byte[]> producer, TransactionEncoder encoder, long from, long end) {
        long start = System.nanoTime();
        long before = records;
        for (long rank = from; rank < end; rank++) {
            check();
            int copies = bank.isRepeated(rank) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                bytes += send(producer, encoder, rank);
                records++;
            }
            repeats += copies - 1;
            if (encoder.isSentDirty(rank)) {
                bank.dirty(rank).ifPresent(kind -> dirty.merge(kind, 1L, Long::sum));
            }
            pace(start, records - before);
        }
    }

    private int send(KafkaProducer<byte[], byte[]> producer, TransactionEncoder encoder, long rank) {
        byte[] key = switch (settings.key()) {
            case NONE -> null;
            case ACCOUNT_NUMBER -> WireBuffer.utf8(encoder.field(rank, "account_number"));
            case TRANSACTION_ID -> WireBuffer.utf8(encoder.field(rank, "transaction_id"));
        };
        byte[] value = encoder.value(rank);
        // Failures come by the callback.
        var unused = producer.send(new ProducerRecord<>(settings.topic(), key, value), (place, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
        return value.length;
    }

    private void pace(long start, long sent) {
        if (settings.perSecond() > 0) {
            long due = start + sent * NANOS / settings.perSecond();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private void check() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new KafkaException(
                    "Cannot send a record to " + settings.topic() + ": " + problem.getMessage(), problem);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        if (settings.perTransaction() > 0) {
            all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "sandbox-" + settings.topic());
        }
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
