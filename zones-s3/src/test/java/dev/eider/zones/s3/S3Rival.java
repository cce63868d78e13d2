package dev.eider.zones.s3;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** A child process that works in a bucket as it is told: {@code create}, {@code replace} a name or move {@code large} ones. */
final class S3Rival {
    private S3Rival() {}

    public static void main(String[] arguments) throws Exception {
        Bucket bucket = S3Server.open(arguments[0], URI.create(arguments[1]));
        Body body = Body.of(arguments[2].getBytes(StandardCharsets.UTF_8));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            ObjectKey key = new ObjectKey(words[1]);
            System.out.println(
                    switch (words[0]) {
                        case "create" -> bucket.createIfAbsent(key, body).isPresent() ? "won" : "lost";
                        case "replace" ->
                            bucket.replace(key, new Version(words[2]), body).isPresent() ? "won" : "lost";
                        case "large" -> large(bucket, key, Long.parseLong(words[2]));
                        default -> throw new IOException("unknown order " + order);
                    });
        }
    }

    /** Up and down again: how much came back, how it compares, and in how many milliseconds each. */
    private static String large(Bucket bucket, ObjectKey key, long bytes) throws Exception {
        Stripes sent = new Stripes(bytes);
        long start = System.nanoTime();
        bucket.createIfAbsent(key, sent).orElseThrow();
        long middle = System.nanoTime();
        CRC32C received = new CRC32C();
        long count;
        try (InputStream in = new CheckedInputStream(bucket.open(key, Range.ALL), received)) {
            count = in.transferTo(OutputStream.nullOutputStream());
        }
        long end = System.nanoTime();
        String equal = received.getValue() == sent.checksum.getValue() ? "same" : "other";
        return count + " " + equal + " " + (middle - start) / 1_000_000 + " " + (end - middle) / 1_000_000;
    }

    /** Content of any length that needs no memory. */
    private static final class Stripes implements Body {
        private final long bytes;
        private CRC32C checksum = new CRC32C();

        Stripes(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes;
        }

        @Override
        public InputStream open() {
            checksum = new CRC32C();
            return new CheckedInputStream(
                    new InputStream() {
                        private long at;

                        @Override
                        public int read() {
                            return at == bytes ? -1 : (int) (at++ * 31 >>> 7) & 0xff;
                        }

                        @Override
                        public int read(byte[] buffer, int offset, int length) {
                            if (at == bytes) {
                                return -1;
                            }
                            int count = (int) Math.min(length, bytes - at);
                            for (int i = 0; i < count; i++) {
                                buffer[offset + i] = (byte) ((at + i) * 31 >>> 7);
                            }
                            at += count;
                            return count;
                        }
                    },
                    checksum);
        }
    }
}
