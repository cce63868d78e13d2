package dev.eider.zones.s3;

import dev.eider.zones.ObjectKey;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** An object that is written in parts, several at once, and appears when they are put together. For one thread. */
final class S3Multipart implements S3Write.Prepared {
    static final long MIB = 1024 * 1024;

    /** What a store takes; the last part may be smaller. */
    static final long PART_BYTES_MIN = 5 * MIB;

    static final int PARTS_MAX = 10_000;

    /** What a part that fails costs to send again, and a third of what an upload holds in memory. */
    static final int PART_BYTES = (int) (8 * MIB);

    private static final int PART_BYTES_MAX = (int) (64 * MIB);

    /** In memory: one is filled while the others are on their way. */
    static final int PARTS_AT_ONCE = 3;

    private final S3Store store;
    private final ExecutorService threads;
    private final ObjectKey key;
    private final long length;
    private final String upload;
    private final List<Future<CompletedPart>> parts = new ArrayList<>();
    private Optional<String> checksum = Optional.empty();
    private boolean finished;

    private S3Multipart(S3Store store, ExecutorService threads, ObjectKey key, long length, String upload) {
        this.store = store;
        this.threads = threads;
        this.key = key;
        this.length = length;
        this.upload = upload;
    }

    static S3Multipart begin(S3Store store, ExecutorService threads, ObjectKey key, S3Stamp stamp, long length) {
        return begin(
                store,
                threads,
                key,
                length,
                S3Objects.upload(store, key, stamp)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT));
    }

    /** Without a checksum of this program's choice: some stores make none of parts that they copy. */
    static S3Multipart beginUnchecked(
            S3Store store, ExecutorService threads, ObjectKey key, S3Stamp stamp, long length) {
        return begin(store, threads, key, length, S3Objects.upload(store, key, stamp));
    }

    private static S3Multipart begin(
            S3Store store,
            ExecutorService threads,
            ObjectKey key,
            long length,
            CreateMultipartUploadRequest.Builder request) {
        String upload = store.patient().createMultipartUpload(request.build()).uploadId();
        return new S3Multipart(store, threads, key, length, upload);
    }

    /** The size of parts for an object of this length. */
    static int partBytes(long length) throws IOException {
        long needed = (length + PARTS_MAX - 1) / PARTS_MAX;
        long bytes = Math.max(PART_BYTES, (needed + MIB - 1) / MIB * MIB);
        if (bytes > PART_BYTES_MAX) {
            throw new IOException("an object of " + length + " bytes is too large (" + (long) PARTS_MAX * PART_BYTES_MAX
                    + " at most)");
        }
        return (int) bytes;
    }

    /** The checksum of the whole object, which the store compares with its own at the end. */
    void expect(String crc32c) {
        this.checksum = Optional.of(crc32c);
    }

    /** Sends the next part; the buffer is in use until {@link #await} of its number returns. */
    void send(byte[] buffer, int count) {
        String partChecksum = S3Checksums.crc32c(buffer, count);
        submit(number -> {
            UploadPartResponse answer = store.patient()
                    .uploadPart(
                            request -> request.bucket(store.bucket())
                                    .key(store.name(key))
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .checksumCRC32C(partChecksum),
                            S3Put.body(buffer, count));
            S3Checksums.verify(
                    buffer, count, partChecksum, answer.checksumCRC32C(), answer.eTag(), answer.ssekmsKeyId() != null);
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.eTag())
                    .checksumCRC32C(partChecksum)
                    .build();
        });
    }

    /** Has the store copy the next part from another object of it, as long as that is what it was. */
    void copy(String source, String etag, String range) {
        submit(number -> {
            var copied = store.patient()
                    .uploadPartCopy(request -> request.destinationBucket(store.bucket())
                            .destinationKey(store.name(key))
                            .uploadId(upload)
                            .partNumber(number)
                            .sourceBucket(store.bucket())
                            .sourceKey(source)
                            .copySourceIfMatch(etag)
                            .copySourceRange(range))
                    .copyPartResult();
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(copied.eTag())
                    .checksumCRC32C(copied.checksumCRC32C())
                    .build();
        });
    }

    private interface Part {
        CompletedPart done(int number) throws IOException;
    }

    private void submit(Part part) {
        int number = parts.size() + 1;
        Callable<CompletedPart> task = () -> part.done(number);
        parts.add(threads.submit(task));
    }

    int count() {
        return parts.size();
    }

    /** Waits for a part, the first being 0; an earlier failure shows here. */
    CompletedPart await(int index) throws IOException {
        try {
            return parts.get(index).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof SdkException sdk) {
                throw sdk;
            }
            throw new IllegalStateException("a part of " + key + " failed", e.getCause());
        }
    }

    @Override
    public Version finish(S3Condition condition) throws IOException {
        List<CompletedPart> done = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            done.add(await(i));
        }
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .uploadId(upload)
                .multipartUpload(all -> all.parts(done))
                .mpuObjectSize(length);
        checksum.ifPresent(whole -> request.checksumCRC32C(whole).checksumType(ChecksumType.FULL_OBJECT));
        condition.putOn(request);
        Version version = S3Stamp.version(
                store.once().completeMultipartUpload(request.build()).eTag());
        finished = true;
        return version;
    }

    @Override
    public boolean survives(SdkException problem) {
        return !S3Problems.is(problem, "NoSuchUpload") && !S3Problems.is(problem, "ConditionalRequestConflict");
    }

    /** Gives the upload up, so that its parts cost nothing; what cannot be given up, a rule of the bucket removes. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        finished = true;
        for (Future<CompletedPart> part : parts) {
            settle(part);
        }
        try {
            store.once()
                    .abortMultipartUpload(request ->
                            request.bucket(store.bucket()).key(store.name(key)).uploadId(upload));
        } catch (SdkException e) {
            // Gone already, or out of reach.
        }
    }

    /** A part that arrives after the upload was given up would stay. */
    private static void settle(Future<CompletedPart> part) {
        try {
            if (!part.cancel(false)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // It did not arrive.
        }
    }
}
