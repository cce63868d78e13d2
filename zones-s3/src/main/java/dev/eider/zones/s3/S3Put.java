package dev.eider.zones.s3;

import dev.eider.zones.Body;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A small object in memory, to be written by a single request. */
final class S3Put implements S3Write.Prepared {
    private static final String TYPE = "application/octet-stream";

    private final S3Store store;
    private final ObjectKey key;
    private final S3Stamp stamp;
    private final byte[] content;
    private final String checksum;

    private S3Put(S3Store store, ObjectKey key, S3Stamp stamp, byte[] content) {
        this.store = store;
        this.key = key;
        this.stamp = stamp;
        this.content = content;
        this.checksum = S3Checksums.crc32c(content, content.length);
    }

    static S3Put read(S3Store store, ObjectKey key, S3Stamp stamp, Body body) throws IOException {
        try (S3Content in = new S3Content(body, stamp.trailer())) {
            byte[] content = new byte[(int) S3Content.length(body, stamp.trailer())];
            in.fill(content);
            return new S3Put(store, key, stamp, content);
        }
    }

    @Override
    public Version finish(S3Condition condition) throws IOException {
        PutObjectRequest.Builder request = S3Objects.put(store, key, stamp).checksumCRC32C(checksum);
        condition.putOn(request);
        PutObjectResponse answer = store.once().putObject(request.build(), body(content, content.length));
        S3Checksums.verify(
                content,
                content.length,
                checksum,
                answer.checksumCRC32C(),
                answer.eTag(),
                answer.ssekmsKeyId() != null);
        return S3Stamp.version(answer.eTag());
    }

    /** Bytes that are not copied. */
    static RequestBody body(byte[] content, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(content, 0, length), length, TYPE);
    }

    @Override
    public boolean survives(SdkException problem) {
        return true;
    }

    @Override
    public void close() {
        // Nothing is left of it.
    }
}
