package dev.eider.zones.s3;

import dev.eider.zones.Version;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * On which a write takes place.
 *
 * @param replaced what the name must hold; empty: nothing
 */
record S3Condition(Optional<HeadObjectResponse> replaced) {
    static final S3Condition ABSENT = new S3Condition(Optional.empty());

    void putOn(PutObjectRequest.Builder request) {
        replaced.ifPresentOrElse(old -> request.ifMatch(old.eTag()), () -> request.ifNoneMatch("*"));
    }

    void putOn(CompleteMultipartUploadRequest.Builder request) {
        replaced.ifPresentOrElse(old -> request.ifMatch(old.eTag()), () -> request.ifNoneMatch("*"));
    }

    boolean holds(Optional<HeadObjectResponse> seen) {
        return seen.map(S3Condition::version).equals(replaced.map(S3Condition::version));
    }

    /**
     * Whether what is seen in the name proves that a writer's content never stood there: its predecessors are known
     * back to the moment of the condition, and the writer is not among them.
     */
    boolean excludes(HeadObjectResponse seen, String writer) {
        var writers = S3Stamp.writers(seen);
        if (writers.contains(writer)) {
            return false;
        }
        if (replaced.isEmpty()) {
            return writers.size() < S3Stamp.WRITERS_MAX;
        }
        var before = S3Stamp.writers(replaced.get());
        return !before.isEmpty() && writers.contains(before.get(before.size() - 1));
    }

    private static Version version(HeadObjectResponse object) {
        return S3Stamp.version(object.eTag());
    }
}
