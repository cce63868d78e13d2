package dev.eider.zones.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.ObjectKey;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the store answers into codes that tell who can mend it. Its own words may name people: few pass. */
final class GcsProblems {
    static final int NOT_FOUND = 404;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Set<Integer> PASSING = Set.of(REQUEST_TIMEOUT, TOO_MANY_REQUESTS, 500, 502, 503, 504);
    private static final Pattern PERMISSION = Pattern.compile("storage\\.[a-z]+\\.[a-zA-Z]+");

    private GcsProblems() {}

    /** The status of the answer; 0 where there was none. */
    static int status(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StorageException answer && answer.getCode() > 0) {
                return answer.getCode();
            }
            if (t instanceof HttpResponseException answer) {
                return answer.getStatusCode();
            }
        }
        return 0;
    }

    /** Whether the same call may succeed a moment later. */
    static boolean mayPass(Throwable failure) {
        if (isOurs(failure)) {
            return false;
        }
        int status = status(failure);
        if (status > 0) {
            return PASSING.contains(status) || isRateLimit(failure) || isDamagedOnTheWay(failure);
        }
        return failure instanceof StorageException || failure instanceof IOException;
    }

    /** Whether a write that failed so may have been done, or may still be. */
    static boolean mayHaveHappened(Throwable failure) {
        if (isOurs(failure)) {
            return false;
        }
        int status = status(failure);
        return status == 0 || status == REQUEST_TIMEOUT || (status >= SERVER_ERRORS && status != NOT_IMPLEMENTED);
    }

    /** A failure to do something with an object: {@code Cannot write a/b in gs://acme: the store answers 503}. */
    static BucketException cannot(String verb, ObjectKey key, BucketUrl place, Exception cause) {
        return cannot(verb, key + " in " + place, place, "roles/storage.objectUser", cause);
    }

    /** A failure with another thing than an object, for which another role is needed. */
    static BucketException cannot(String verb, String what, BucketUrl place, String role, Exception cause) {
        if (status(cause) == NOT_FOUND) {
            String bucket = place.scheme() + "://" + place.bucket();
            return new BucketException(
                    ErrorCode.NOT_FOUND,
                    "Bucket not found: " + bucket,
                    "Create it (gcloud storage buckets create " + bucket + "), or correct bucket:",
                    cause);
        }
        ErrorCode code = code(cause);
        return new BucketException(
                code, "Cannot " + verb + " " + what + ": " + reason(cause), nextStep(code, role, cause), cause);
    }

    static BucketException notFound(ObjectKey key, BucketUrl place, @Nullable Exception cause) {
        return new BucketException(ErrorCode.NOT_FOUND, "Object not found: " + key + " in " + place, null, cause);
    }

    private static ErrorCode code(Throwable failure) {
        if (isRefusedLogin(failure)) {
            return ErrorCode.ACCESS_DENIED;
        }
        return switch (status(failure)) {
            case 0 -> isDiskFull(failure) ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE;
            case 400 -> isPayerMissing(failure) ? ErrorCode.ACCESS_DENIED : ErrorCode.INVALID_CONFIGURATION;
            case 401 -> ErrorCode.ACCESS_DENIED;
            case 403 -> {
                if (isRateLimit(failure)) {
                    yield ErrorCode.STORAGE_UNAVAILABLE;
                }
                yield isQuota(failure) ? ErrorCode.STORAGE_FULL : ErrorCode.ACCESS_DENIED;
            }
            case 413 -> ErrorCode.STORAGE_FULL;
            default -> ErrorCode.STORAGE_UNAVAILABLE;
        };
    }

    private static String reason(Throwable failure) {
        if (isRefusedLogin(failure)) {
            return "the credentials give no access";
        }
        int status = status(failure);
        return switch (status) {
            case 0 -> bareReason(failure);
            case 400 ->
                isPayerMissing(failure)
                        ? "the bucket wants to know who pays for requests"
                        : "the store refuses the request" + word(failure);
            case 401 -> "the store does not accept the credentials";
            case 403 ->
                isRateLimit(failure) || isQuota(failure)
                        ? "a quota is used up"
                        : "access denied"
                                + permission(failure)
                                        .map(p -> ", " + p + " is missing")
                                        .orElse("");
            case 413 -> "it is larger than the store takes";
            case TOO_MANY_REQUESTS -> "the store is asked too often (429)";
            default -> "the store answers " + status;
        };
    }

    /** What broke the connection, or the content. */
    private static String bareReason(Throwable failure) {
        Throwable bare = failure;
        while (bare instanceof StorageException && bare.getCause() != null) {
            bare = bare.getCause();
        }
        String message = bare.getMessage() == null ? bare.getClass().getSimpleName() : bare.getMessage();
        return bare instanceof UnknownHostException ? "unknown host " + message : message;
    }

    private static String nextStep(ErrorCode code, String role, Throwable failure) {
        return switch (code) {
            case ACCESS_DENIED ->
                isPayerMissing(failure)
                        ? "Set storage.requester_pays to a project"
                        : "Grant this account " + role + " on the bucket; without an account: set "
                                + "storage.credentials, or run gcloud auth application-default login";
            case STORAGE_FULL -> "Make room or raise the quota, and run the command again: nothing is lost";
            case INVALID_CONFIGURATION ->
                "Check storage: in eider.yaml (key, class of storage) and the bucket's own settings";
            default -> "Check that the store can be reached and run the command again: nothing is lost";
        };
    }

    /** A failure that the store knows nothing of. */
    private static boolean isOurs(Throwable failure) {
        return failure instanceof ContentException || failure instanceof BucketException || isRefusedLogin(failure);
    }

    private static boolean isRefusedLogin(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof Retryable login) {
                return !login.isRetryable();
            }
        }
        return false;
    }

    private static boolean isRateLimit(Throwable failure) {
        return says(failure, "ratelimitexceeded");
    }

    private static boolean isQuota(Throwable failure) {
        return says(failure, "quotaexceeded") || says(failure, "quota exceeded");
    }

    /** Content that comes from a disk, or goes by one. */
    private static boolean isDiskFull(Throwable failure) {
        return says(failure, "no space left");
    }

    private static boolean isPayerMissing(Throwable failure) {
        return says(failure, "requester pays");
    }

    private static boolean isDamagedOnTheWay(Throwable failure) {
        return status(failure) == 400 && (says(failure, "crc32c") || says(failure, "md5"));
    }

    private static boolean says(Throwable failure, String words) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String reason = t instanceof StorageException answer ? answer.getReason() + " " : "";
            if ((reason + t.getMessage()).toLowerCase(Locale.ROOT).contains(words)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> permission(Throwable failure) {
        Matcher found = PERMISSION.matcher(String.valueOf(failure.getMessage()));
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    private static String word(Throwable failure) {
        return failure instanceof StorageException answer && answer.getReason() != null
                ? " (" + answer.getReason() + ")"
                : "";
    }
}
