package dev.eider.contract;

import static dev.eider.contract.Contracted.decimal;
import static dev.eider.contract.Contracted.field;

import dev.eider.contract.FieldType.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Measures how many bytes one core judges in a second of CPU time; run by hand, not a test. */
final class JudgingSpeed {
    private static final int RECORDS = 100_000;
    private static final int ROUNDS = 12;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private JudgingSpeed() {}

    public static void main(String[] arguments) {
        measure("flat", false);
        measure("flat, masked", true);
    }

    private static void measure(String name, boolean isMasked) {
        Field account = field("account_number", Kind.STRING);
        Contracted contracted = Contracted.with(
                        field("transaction_id", Kind.BIGINT),
                        isMasked ? account.masked(Mask.LAST4) : account,
                        decimal("amount", 18, 2).require(),
                        field("currency", Kind.STRING),
                        field("customer_region", Kind.STRING),
                        field("status", Kind.STRING),
                        field("timestamp", Kind.TIMESTAMP),
                        field("processing_duration", Kind.DOUBLE),
                        field("channel", Kind.STRING))
                .keyedBy("transaction_id")
                .datedBy("timestamp");
        RecordValidator validator = contracted.validator();
        List<RawRecord> records = records();
        long bytes = records.stream().mapToLong(RawRecord::length).sum();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            int clean = 0;
            for (RawRecord record : records) {
                clean += validator.judge(record) instanceof Verdict.Clean ? 1 : 0;
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e9);
            if (clean != RECORDS) {
                throw new AssertionError(clean + " clean of " + RECORDS);
            }
        }
        System.out.printf(
                "%s: %.0f MB/s, %.0f ns a record of %d bytes%n",
                name, bytes / best / 1e6, best / RECORDS * 1e9, bytes / RECORDS);
    }

    private static List<RawRecord> records() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        List<int[]> spans = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            int start = text.length();
            text.append("{\"transaction_id\":").append(1_000_000_000L + i);
            text.append(",\"account_number\":\"ACC").append(1_000_000 + random.nextInt(2_000));
            text.append("\",\"amount\":")
                    .append(random.nextInt(100_000))
                    .append('.')
                    .append(10 + random.nextInt(90));
            text.append(",\"currency\":\"EUR\",\"customer_region\":\"region_").append(random.nextInt(20));
            text.append("\",\"status\":\"COMPLETED\",\"timestamp\":\"2025-0").append(1 + random.nextInt(9));
            text.append('-').append(10 + random.nextInt(18)).append('T').append(10 + random.nextInt(14));
            text.append(":15:").append(10 + random.nextInt(50)).append("Z\",\"processing_duration\":0.");
            text.append(100 + random.nextInt(900)).append(",\"channel\":\"mobile\"}");
            spans.add(new int[] {start, text.length() - start});
            text.append('\n');
        }
        byte[] buffer = text.toString().getBytes(StandardCharsets.US_ASCII);
        List<RawRecord> records = new ArrayList<>();
        for (int[] span : spans) {
            records.add(new Contracted.Window(buffer, span[0], span[1], records.size()));
        }
        return records;
    }
}
