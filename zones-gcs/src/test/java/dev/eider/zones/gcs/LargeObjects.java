package dev.eider.zones.gcs;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import java.io.InputStream;
import java.net.URI;

/** A process with a small heap that writes an object of zeros and reads it: server, bucket, bytes. */
final class LargeObjects {
    private LargeObjects() {}

    public static void main(String[] arguments) throws Exception {
        Bucket bucket = TestBuckets.open(URI.create(arguments[0]), arguments[1]);
        long bytes = Long.parseLong(arguments[2]);
        ObjectKey key = new ObjectKey("large");
        System.out.println("written " + bucket.createIfAbsent(key, zeros(bytes)).isPresent());
        long read = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = bucket.open(key, Range.ALL)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read += count;
            }
        }
        System.out.println("read " + read);
    }

    private static Body zeros(long bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private long left = bytes;

                    @Override
                    public int read() {
                        return left-- > 0 ? 0 : -1;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        int count = (int) Math.min(left, length);
                        left -= count;
                        return count == 0 ? -1 : count;
                    }
                };
            }
        };
    }
}
