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
import java.util.zip.CRC32C;

/**
 * Sends content: little of it in one request with its checksums, more of it in chunks of bounded size, whose checksum
 * goes with the last one. The store refuses content that has another.
 */
final class GcsUpload {
    /** What is held in memory and sent in one request. */
    static final int SINGLE_BYTES_MAX = 8 * 1024 * 1024;

    private static final int BUFFER_BYTES = 256 * 1024;

    private final GcsClient client;

    GcsUpload(GcsClient client) {
        this.client = client;
    }

    /** Reads what is small, once; what is large is read again at each try. */
    GcsWrites.Attempt of(Body body, long expected) throws IOException {
        long length = length(body);
        if (length > SINGLE_BYTES_MAX) {
            return target -> chunks(target, body, length, expected);
        }
        byte[] content = content(body, (int) length);
        return target -> client.once().create(target, content, GcsOptions.write(client.settings(), expected));
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
            if (sent < length) {
                throw new ContentException("the content has " + sent + " bytes, " + length + " were announced");
            }
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

    /** The store has checked it, if it was asked to: one that does not know how keeps nothing damaged either. */
    private BlobInfo check(BlobInfo object, CRC32C checksum) throws IOException, BucketException {
        if (object.getCrc32c() != null && !object.getCrc32c().equals(encode(checksum))) {
            client.once().delete(object.getBlobId(), GcsOptions.delete(client.settings(), object.getGeneration()));
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
            if (content.length < length) {
                throw new ContentException(
                        "the content has " + content.length + " bytes, " + length + " were announced");
            }
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
