import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes a topic of seeded transactions as JSON, each of about so many bytes, of 4,500 accounts, over 90 days, in the
 * order of time: FillTopic BOOTSTRAP TOPIC PARTITIONS RECORDS BYTES [NAME=VALUE ...]. Other settings are those of the
 * producer, or rate=RECORDS_A_SECOND. The time told begins once the first record is acknowledged.
 */
public final class FillTopic {
    private static final String[] REGIONS = {"EMEA", "APAC", "AMER", "LATAM"};
    private static final String[] STATUS = {"COMPLETED", "COMPLETED", "COMPLETED", "PENDING", "FAILED"};
    private static final String[] TYPES = {"checking", "savings", "business"};
    private static final String[] WORDS = {"invoice", "salary", "rent", "grocery", "refund", "fee", "transfer", "card"};
    private static final long START = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();
    private static final long SECONDS = 90L * 24 * 3600;

    public static void main(String[] arguments) throws Exception {
        String topic = arguments[1];
        int partitions = Integer.parseInt(arguments[2]);
        long records = Long.parseLong(arguments[3]);
        int size = Integer.parseInt(arguments[4]);
        Properties settings = new Properties();
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("key.serializer", ByteArraySerializer.class.getName());
        settings.put("value.serializer", ByteArraySerializer.class.getName());
        settings.put("acks", "all");
        settings.put("linger.ms", "20");
        settings.put("batch.size", "262144");
        settings.put("compression.type", "lz4");
        long rate = 0;
        for (int i = 5; i < arguments.length; i++) {
            String[] pair = arguments[i].split("=", 2);
            if (pair[0].equals("rate")) {
                rate = Long.parseLong(pair[1]);
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        create(settings, topic, partitions);
        long bytes = 0;
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            SplittableRandom random = new SplittableRandom(7);
            StringBuilder text = new StringBuilder();
            for (long id = 1; id <= records; id++) {
                String account = "ACC" + (100_000_000 + random.nextInt(4_500));
                byte[] value = value(text, random, id, records, size, account);
                bytes += value.length;
                Future<RecordMetadata> sent =
                        producer.send(new ProducerRecord<>(topic, account.getBytes(StandardCharsets.US_ASCII), value));
                if (id == 1) {
                    sent.get();
                    start = System.nanoTime();
                }
                if (rate > 0 && id % Math.max(1, rate / 100) == 0) {
                    long due = start + id * 1_000_000_000L / rate;
                    Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                }
            }
        }
        System.out.printf(
                "{\"records\": %d, \"bytes\": %d, \"millis\": %d}%n",
                records, bytes, (System.nanoTime() - start) / 1_000_000);
    }

    private static byte[] value(
            StringBuilder text, SplittableRandom random, long id, long records, int size, String account) {
        int kind = Math.floorMod(account.hashCode(), 12);
        long at = START + (long) ((double) id / records * SECONDS);
        int cents = random.nextInt(1_000_000);
        text.setLength(0);
        text.append("{\"transaction_id\":").append(id);
        text.append(",\"account_number\":\"").append(account);
        text.append("\",\"account_type\":\"").append(TYPES[kind % 3]);
        text.append("\",\"customer_region\":\"").append(REGIONS[kind % 4]);
        text.append("\",\"amount\":").append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10);
        text.append(",\"status\":\"").append(STATUS[random.nextInt(STATUS.length)]);
        text.append("\",\"timestamp\":\"").append(Instant.ofEpochSecond(at)).append('"');
        if (text.length() + 12 < size) {
            text.append(",\"note\":\"");
            while (text.length() + 4 < size) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ').append(random.nextInt(100_000)).append(' ');
            }
            text.setLength(Math.min(text.length(), size - 2));
            text.append('"');
        }
        return text.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void create(Properties settings, String topic, int partitions) throws Exception {
        Properties admin = new Properties();
        admin.put("bootstrap.servers", settings.get("bootstrap.servers"));
        try (Admin client = Admin.create(admin)) {
            client.createTopics(java.util.List.of(new NewTopic(topic, partitions, (short) -1))).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof org.apache.kafka.common.errors.TopicExistsException)) {
                throw e;
            }
        }
    }
}
