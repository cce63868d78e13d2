package dev.eider.zones.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BlobWriteSession;
import com.google.cloud.storage.StorageException;
import dev.eider.zones.Body;
import dev.eider.zones.BucketException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Sends content: little of it in one request from memory, a part of the zones in one request as it is read, more of it
 * in chunks of bounded size. Its checksum goes with it, and the store refuses content that has another.
 */
final class GcsUpload {
    /** What is held in memory and sent in one request. */
    static final int SINGLE_BYTES_MAX = 8 * 1024 * 1024;

    /**
     * What is sent in one request as it is read, and again from its start where that breaks: a part of the zones.
     * Chunks cost a round trip each, and memory.
     */
    static final int STREAMED_BYTES_MAX = 128 * 1024 * 1024;

    private static final int BUFFER_BYTES = 256 * 1024;

    private final GcsClient client;
    private final Supplier<String> nonces;
    private final long streamedBytesMax;

    /**
     * Streams content up to {@code streamedBytesMax}.
     *
     * @param nonces words that no content holds
     */
    GcsUpload(GcsClient client, Supplier<String> nonces, long streamedBytesMax) {
        this.client = client;
        this.nonces = nonces;
        this.streamedBytesMax = streamedBytesMax;
    }

    /** Reads what is small, once; what is large is read again at each try. */
    GcsWrites.Attempt of(Body body, long expected) throws IOException {
        long length = length(body);
        if (length > streamedBytesMax) {
            return target -> chunks(target, body, length, expected);
        }
        if (length > SINGLE_BYTES_MAX) {
            String checksum = checksum(body, length);
            String boundary = "eider-" + nonces.get() + nonces.get();
            // Content that has changed since it was summed up is refused by the store.
            return target -> GcsStream.send(client, target, boundary, body, length, checksum, expected);
        }
        byte[] content = content(body, (int) length);
        return target -> client.once().create(target, content, GcsOptions.write(client.settings(), expected));
    }

    private static String checksum(Body body, long length) throws ContentException {
        CRC32C checksum = new CRC32C();
        try (InputStream in = body.open()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long seen = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                seen += count;
                checkLength(seen, length);
                checksum.update(buffer, 0, count);
            }
            checkComplete(seen, length);
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw new ContentException(e);
        }
        return encode(checksum);
    }

    private BlobInfo chunks(BlobInfo target, Body body, long length, long expected)
            throws IOException, BucketException {
        BlobWriteSession session =
                client.uploads().blobWriteSession(target, GcsOptions.upload(client.settings(), expected));
        CRC32C checksum = new CRC32C();
        // Closing makes the object: a channel whose content breaks off is left alone, and the store forgets it.
        WritableByteChannel channel = session.open();
        try (InputStream in = open(body)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long sent = 0;
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                sent += count;
                checkLength(sent, length);
                checksum.update(buffer, 0, count);
                for (ByteBuffer left = ByteBuffer.wrap(buffer, 0, count); left.hasRemaining(); ) {
                    channel.write(left);
                }
            }
            checkComplete(sent, length);
        }
        channel.close();
        return check(result(session), checksum);
    }

    private static BlobInfo result(BlobWriteSession session) throws IOException {
        try {
            return session.getResult().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The store has checked it; this sees that it was asked to. */
    private static BlobInfo check(BlobInfo object, CRC32C checksum) throws IOException {
        if (object.getCrc32c() != null && !object.getCrc32c().equals(encode(checksum))) {
            throw new IOException("the store has other content than was sent");
        }
        return object;
    }

    /** As the store writes it: four bytes, the highest first, in Base64. */
    static String encode(CRC32C checksum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) checksum.getValue())
                        .array());
    }

    private static byte[] content(Body body, int length) throws IOException {
        try (InputStream in = open(body)) {
            byte[] content = in.readNBytes(length + 1);
            checkLength(content.length, length);
            checkComplete(content.length, length);
            return content;
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }

    private static void checkLength(long sent, long length) throws ContentException {
        if (sent > length) {
            throw new ContentException("the content has more than the " + length + " bytes that were announced");
        }
    }

    private static void checkComplete(long sent, long length) throws ContentException {
        if (sent < length) {
            throw new ContentException("the content has " + sent + " bytes, " + length + " were announced");
        }
    }

    private static long length(Body body) throws ContentException {
        try {
            return body.length();
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }

    private static InputStream open(Body body) throws ContentException {
        try {
            return body.open();
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }

    private static int read(InputStream in, byte[] buffer) throws ContentException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }
}
