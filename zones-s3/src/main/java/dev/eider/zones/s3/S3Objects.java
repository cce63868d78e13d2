package dev.eider.zones.s3;

import dev.eider.zones.ObjectKey;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What is asked of and said about single objects. */
final class S3Objects {
    private S3Objects() {}

    /** What the store knows of an object; empty if it is missing. */
    static Optional<HeadObjectResponse> head(S3Store store, ObjectKey key) {
        try {
            return Optional.of(store.patient()
                    .headObject(request -> request.bucket(store.bucket())
                            .key(store.name(key))
                            .overrideConfiguration(S3Checksums.ASKED)));
        } catch (SdkException e) {
            if (S3Problems.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static long contentBytes(long bytes, Map<String, String> metadata) {
        return bytes - S3Stamp.trailerBytes(metadata);
    }

    static PutObjectRequest.Builder put(S3Store store, ObjectKey key, S3Stamp stamp) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .metadata(stamp.metadata());
        store.settings().storageClass().ifPresent(request::storageClass);
        store.settings()
                .kmsKey()
                .ifPresent(kmsKey -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(kmsKey));
        return request;
    }

    static CreateMultipartUploadRequest.Builder upload(S3Store store, ObjectKey key, S3Stamp stamp) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .metadata(stamp.metadata());
        store.settings().storageClass().ifPresent(request::storageClass);
        store.settings()
                .kmsKey()
                .ifPresent(kmsKey -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(kmsKey));
        return request;
    }
}
