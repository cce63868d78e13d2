package dev.eider.zones.s3;

import dev.eider.zones.Body;
import dev.eider.zones.ObjectKey;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.zip.CRC32C;

/** Streams a body into the parts of an object. Memory is that of a few parts, whatever the body's length. */
final class S3Upload {
    private S3Upload() {}

    static S3Write.Prepared stream(S3Store store, ExecutorService threads, ObjectKey key, S3Stamp stamp, Body body)
            throws IOException {
        long length = S3Content.length(body, stamp.trailer());
        int partBytes = S3Multipart.partBytes(length);
        try (S3Content in = new S3Content(body, stamp.trailer())) {
            S3Multipart upload = S3Multipart.begin(store, threads, key, stamp, length);
            try {
                send(in, upload, partBytes, length);
                return upload;
            } catch (IOException | RuntimeException e) {
                upload.close();
                throw e;
            }
        }
    }

    private static void send(S3Content in, S3Multipart upload, int partBytes, long length) throws IOException {
        byte[][] buffers = new byte[S3Multipart.PARTS_AT_ONCE][];
        CRC32C whole = new CRC32C();
        for (long sent = 0; sent < length; ) {
            int part = upload.count();
            int place = part % buffers.length;
            if (part >= buffers.length) {
                upload.await(part - buffers.length);
            } else {
                buffers[place] = new byte[partBytes];
            }
            int count = in.fill(buffers[place]);
            whole.update(buffers[place], 0, count);
            upload.send(buffers[place], count);
            sent += count;
        }
        upload.expect(S3Checksums.crc32c(whole));
        for (int part = Math.max(0, upload.count() - buffers.length); part < upload.count(); part++) {
            upload.await(part);
        }
    }
}
