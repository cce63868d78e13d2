package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The content of objects one after the other; each is opened when its turn comes. */
final class ComposedBody implements Body {
    private final Bucket bucket;
    private final List<ObjectKey> parts;
    private final long length;

    private ComposedBody(Bucket bucket, List<ObjectKey> parts, long length) {
        this.bucket = bucket;
        this.parts = parts;
        this.length = length;
    }

    /** @throws BucketException of code NOT_FOUND for a part that is missing */
    static ComposedBody of(Bucket bucket, List<ObjectKey> parts) throws BucketException {
        long length = 0;
        for (ObjectKey part : parts) {
            Optional<StoredObject> found = bucket.find(part);
            if (found.isEmpty()) {
                throw new BucketException(
                        ErrorCode.NOT_FOUND, "Object not found: " + part + " in " + bucket.describe(), null, null);
            }
            length += found.get().bytes();
        }
        return new ComposedBody(bucket, new ArrayList<>(parts), length);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        return new Parts(parts.iterator());
    }

    /** One part after the other. */
    private final class Parts extends InputStream {
        private final Iterator<ObjectKey> left;
        private InputStream current = InputStream.nullInputStream();

        Parts(Iterator<ObjectKey> left) {
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = current.read(buffer, offset, length);
            while (count < 0 && left.hasNext()) {
                current.close();
                current = part(left.next());
                count = current.read(buffer, offset, length);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }

    private InputStream part(ObjectKey key) throws IOException {
        try {
            return bucket.open(key, Range.ALL);
        } catch (BucketException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
