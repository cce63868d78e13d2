package dev.eider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long backlog in little memory. */
@Tag("soak")
final class StreamMemoryTest {
    private static final int PARTITIONS = 6;
    private static final int RECORDS = 1_000_000;
    private static final int HUGE_RECORDS = 6;
    private static final int RECORD_BYTES = 1_000;
    private static final long RSS_MAX_KIB = 400 << 10;

    @TempDir
    private Path folder;

    @Test
    void aGigabyteIsReadInFourHundredMegabytes() throws Exception {
        String topic = SharedBroker.newTopic("backlog", PARTITIONS);
        fill(topic);
        assertThat(peakKibOfReading(topic, RECORDS)).isLessThan(RSS_MAX_KIB);
    }

    @Test
    void recordsOfFiftyMegabytesAreReadInFourHundredMegabytes() throws Exception {
        String topic = SharedBroker.topicName("huge");
        SharedBroker.topics().create(topic, 1, Map.of("max.message.bytes", Integer.toString(60 << 20)));
        try (KafkaProducer<byte[], byte[]> producer =
                SharedBroker.topics().producer(Map.of(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L << 20))) {
            for (int i = 0; i < HUGE_RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, new byte[50 << 20]))
                        .get();
            }
        }
        assertThat(peakKibOfReading(topic, HUGE_RECORDS)).isLessThan(RSS_MAX_KIB);
    }

    private long peakKibOfReading(String topic, long records) throws Exception {
        StreamProject project = StreamProject.make(folder.resolve("project"), SharedBroker.bootstrap(), topic);
        ChildJava java = ChildJava.in(folder.resolve("java"));
        // The first child leaves an archive of classes when it ends, in memory of its own.
        ChildJava.statusOf(java.start(
                StreamProject.class,
                project.childArguments(topic + "-first", KillPoint.NEVER, "stream", "--status"),
                folder.resolve("first.txt")));
        long start = System.nanoTime();
        Process process = java.start(
                StreamProject.class,
                project.childArguments(topic, KillPoint.NEVER, "stream", "--raw-only", "--until-caught-up"),
                folder.resolve("output.txt"));
        long most = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, peakKib(process));
        }
        System.out.printf(
                "%d records: %d MiB at most, %d ms%n", records, most >> 10, (System.nanoTime() - start) / 1_000_000);
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output.txt")))
                .isZero();
        assertThat(project.zones().manifests(StageName.RAW).stream()
                        .mapToLong(manifest -> manifest.books().read())
                        .sum())
                .isEqualTo(records);
        return most;
    }

    private static void fill(String topic) {
        String filling = "x".repeat(RECORD_BYTES);
        try (KafkaProducer<byte[], byte[]> producer = SharedBroker.topics().producer(Map.of())) {
            for (int i = 0; i < RECORDS; i++) {
                String value = "{\"id\":" + i + ",\"text\":\"" + Integer.toHexString(i * 0x9E3779B9) + filling;
                producer.send(new ProducerRecord<>(
                        topic, i % PARTITIONS, null, (value.substring(0, RECORD_BYTES - 2) + "\"}").getBytes(UTF_8)));
            }
        }
    }

    private static long peakKib(Process process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
