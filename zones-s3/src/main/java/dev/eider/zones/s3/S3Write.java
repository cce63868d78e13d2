package dev.eider.zones.s3;

import dev.eider.zones.BucketException;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.OutcomeUnknownException;
import dev.eider.zones.Version;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One conditional write. Its last request decides; when that one's answer is lost, or says that the condition did not
 * hold, the object itself is asked who wrote it.
 */
final class S3Write {
    /** A write that lacks only its last request. Closing gives up what is not finished. */
    interface Prepared extends AutoCloseable {
        Version finish(S3Condition condition) throws IOException;

        /** Whether after this failure the last request can be sent again as it was. */
        boolean survives(SdkException problem);

        @Override
        void close();
    }

    /** Does all of a write but the last request. */
    interface Preparation {
        Prepared prepare() throws IOException;
    }

    private final S3Store store;
    private final ObjectKey key;
    private final S3Condition condition;
    private final S3Stamp stamp;

    /** Whether an earlier try may have been carried out. */
    private boolean doubtful;

    S3Write(S3Store store, ObjectKey key, S3Condition condition, S3Stamp stamp) {
        this.store = store;
        this.key = key;
        this.condition = condition;
        this.stamp = stamp;
    }

    Optional<Version> run(Preparation preparation) throws BucketException {
        Prepared prepared = prepare(preparation);
        try {
            for (int attempt = 1; ; attempt++) {
                SdkException problem;
                try {
                    return Optional.of(prepared.finish(condition));
                } catch (SdkException e) {
                    problem = e;
                } catch (IOException e) {
                    throw cannot(e);
                }
                Optional<Outcome> outcome = outcome(problem);
                if (outcome.isPresent()) {
                    return outcome.get().version();
                }
                if (attempt == S3Store.ATTEMPTS_MAX) {
                    throw cannot(problem);
                }
                pause(attempt, problem);
                if (!prepared.survives(problem)) {
                    prepared.close();
                    prepared = prepare(preparation);
                }
            }
        } finally {
            prepared.close();
        }
    }

    /** @param version of the object if it was written */
    private record Outcome(Optional<Version> version) {
        static final Outcome TAKEN = new Outcome(Optional.empty());
    }

    /** What became of a request that failed; empty if it was not carried out so far and may be sent again. */
    private Optional<Outcome> outcome(SdkException problem) throws BucketException {
        S3Problems.Kind kind = kind(problem);
        if (kind == S3Problems.Kind.NOT_NOW) {
            return Optional.empty();
        }
        if (kind == S3Problems.Kind.FINAL) {
            throw cannot(problem);
        }
        Optional<HeadObjectResponse> seen = look(problem);
        if (seen.isPresent()) {
            var writers = S3Stamp.writers(seen.get());
            int place = writers.lastIndexOf(stamp.author());
            if (place == writers.size() - 1 && place >= 0) {
                return Optional.of(
                        new Outcome(Optional.of(S3Stamp.version(seen.get().eTag()))));
            }
            if (place >= 0) {
                // Written, and replaced by others since: a version that nothing has any more.
                return Optional.of(new Outcome(Optional.of(new Version("replaced-" + stamp.author()))));
            }
        }
        doubtful |= kind == S3Problems.Kind.DOUBTFUL;
        if (kind == S3Problems.Kind.DOUBTFUL && condition.holds(seen)) {
            return Optional.empty();
        }
        if (doubtful && !(seen.isPresent() && condition.excludes(seen.get(), stamp.author()))) {
            throw unknown(problem);
        }
        return Optional.of(Outcome.TAKEN);
    }

    private S3Problems.Kind kind(SdkException problem) {
        if (S3Problems.is(problem, "NoSuchUpload")) {
            // The store forgets an upload when it was put together: perhaps by a request whose answer was lost.
            return S3Problems.Kind.DOUBTFUL;
        }
        boolean lacksReplaced = condition.replaced().isPresent() && S3Problems.isMissing(problem);
        return lacksReplaced ? S3Problems.Kind.CONDITION : S3Problems.kind(problem);
    }

    private Optional<HeadObjectResponse> look(SdkException lost) throws OutcomeUnknownException {
        try {
            return S3Objects.head(store, key);
        } catch (SdkException e) {
            e.addSuppressed(lost);
            doubtful = true;
            throw unknown(e);
        }
    }

    private Prepared prepare(Preparation preparation) throws BucketException {
        try {
            return preparation.prepare();
        } catch (IOException | SdkException e) {
            throw cannot(e);
        }
    }

    private void pause(int attempt, SdkException problem) throws BucketException {
        try {
            Thread.sleep(S3Store.PAUSE.computeDelay(attempt).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannot(problem);
        }
    }

    private BucketException cannot(Exception cause) {
        return doubtful ? unknown(cause) : S3Problems.cannot("write", key, store, cause);
    }

    private OutcomeUnknownException unknown(Exception cause) {
        return new OutcomeUnknownException(
                "Cannot tell whether " + key + " in " + store + " was written: " + S3Problems.reason(cause), cause);
    }
}
