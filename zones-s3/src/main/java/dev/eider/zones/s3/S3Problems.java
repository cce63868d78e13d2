package dev.eider.zones.s3;

import dev.eider.contract.ErrorCode;
import dev.eider.zones.BucketException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Turns what a store answers into codes that tell who can mend it, and into what may be done next. */
final class S3Problems {
    /** What is known about a request that failed. */
    enum Kind {
        /** Its condition did not hold. */
        CONDITION,
        /** Not carried out, and may be sent again. */
        NOT_NOW,
        /** It may have been carried out. */
        DOUBTFUL,
        /** Not carried out, and sending it again would not help. */
        FINAL
    }

    private static final Set<String> TRY_AGAIN = Set.of(
            "SlowDown",
            "SlowDownRead",
            "SlowDownWrite",
            "TooManyRequests",
            "ConditionalRequestConflict",
            "OperationAborted",
            "BadDigest",
            "InvalidDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch",
            "RequestTimeout");
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientStorage");
    private static final Set<String> DENIED = Set.of("ExpiredToken", "InvalidToken", "InvalidAccessKeyId");
    private static final String ACTIONS = "Allow these credentials s3:ListBucket on the bucket and s3:GetObject,"
            + " s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload, s3:GetObjectTagging and s3:PutObjectTagging"
            + " on its objects";

    private S3Problems() {}

    static Kind kind(Throwable problem) {
        if (problem instanceof AwsServiceException answer) {
            return kind(answer.statusCode(), code(answer));
        }
        Throwable root = root(problem);
        if (root instanceof ConnectException
                || root instanceof UnknownHostException
                || root instanceof NoRouteToHostException) {
            return Kind.NOT_NOW;
        }
        // Half an answer is no XML.
        boolean isLost = root instanceof IOException
                || root instanceof XMLStreamException
                || root instanceof InterruptedException;
        return isLost ? Kind.DOUBTFUL : Kind.FINAL;
    }

    private static Kind kind(int status, String code) {
        if (status == 412) {
            return Kind.CONDITION;
        }
        if (status == 429 || TRY_AGAIN.contains(code)) {
            return Kind.NOT_NOW;
        }
        boolean isFinal = status == 501 || status == 507 || FULL.contains(code);
        return status == 408 || (status >= 500 && !isFinal) ? Kind.DOUBTFUL : Kind.FINAL;
    }

    /** Whether a request that does no harm twice is worth sending again. */
    static boolean mayPass(Throwable problem) {
        Kind kind = kind(problem);
        return kind == Kind.NOT_NOW || kind == Kind.DOUBTFUL;
    }

    /** Whether the object is missing; where the bucket is, too, an answer without a body cannot tell. */
    static boolean isMissing(Throwable problem) {
        return problem instanceof AwsServiceException answer
                && answer.statusCode() == 404
                && !code(answer).equals("NoSuchBucket")
                && !code(answer).equals("NoSuchUpload");
    }

    /** Of the answer; 0 where none came. */
    static int status(Throwable problem) {
        return problem instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    static boolean is(Throwable problem, String code) {
        return problem instanceof AwsServiceException answer && code(answer).equals(code);
    }

    static BucketException missing(Object what, S3Store store) {
        return new BucketException(ErrorCode.NOT_FOUND, "Object not found: " + what + " in " + store, null, null);
    }

    /** A failure to do something: {@code Cannot write a/b in s3://acme/prod: access denied (403 AccessDenied)}. */
    static BucketException cannot(String verb, Object what, S3Store store, Exception cause) {
        if (cause instanceof AwsServiceException answer && code(answer).equals("NoSuchBucket")) {
            return new BucketException(
                    ErrorCode.NOT_FOUND,
                    "Bucket not found: " + store,
                    "Create it, or correct bucket: and storage.endpoint",
                    cause);
        }
        ErrorCode code = errorCode(cause);
        return new BucketException(
                code, "Cannot " + verb + " " + what + " in " + store + ": " + reason(cause), nextStep(code), cause);
    }

    /** The reason in a few words; never what the store quotes of a request, which may hold a key. */
    static String reason(Throwable cause) {
        if (cause instanceof AwsServiceException answer) {
            String words = switch (errorCode(cause)) {
                case ACCESS_DENIED -> "access denied";
                case STORAGE_FULL -> "no space left";
                case INVALID_CONFIGURATION -> "the bucket is in another region";
                default -> "the store refused";
            };
            return words + " (" + (answer.statusCode() + " " + code(answer)).trim() + ")";
        }
        if (lacksCredentials(cause)) {
            return "no credentials found";
        }
        Throwable root = root(cause);
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private static ErrorCode errorCode(Throwable cause) {
        if (!(cause instanceof AwsServiceException answer)) {
            String reason = reason(cause).toLowerCase(Locale.ROOT);
            boolean isFull = reason.contains("no space left") || reason.contains("quota exceeded");
            ErrorCode otherwise = isFull ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE;
            return lacksCredentials(cause) ? ErrorCode.ACCESS_DENIED : otherwise;
        }
        String code = code(answer);
        int status = answer.statusCode();
        if (status == 507 || FULL.contains(code)) {
            return ErrorCode.STORAGE_FULL;
        }
        if (status == 301 || status == 307 || code.equals("AuthorizationHeaderMalformed")) {
            return ErrorCode.INVALID_CONFIGURATION;
        }
        return status == 401 || status == 403 || DENIED.contains(code)
                ? ErrorCode.ACCESS_DENIED
                : ErrorCode.STORAGE_UNAVAILABLE;
    }

    private static String nextStep(ErrorCode code) {
        return switch (code) {
            case STORAGE_FULL -> "Make room there and run the command again: nothing is lost";
            case ACCESS_DENIED -> ACTIONS + ", or set storage.credentials or AWS_ACCESS_KEY_ID to others";
            case INVALID_CONFIGURATION -> "Set storage.region to the bucket's";
            default -> "Check that the store can be reached and run the command again";
        };
    }

    private static boolean lacksCredentials(Throwable cause) {
        String message = cause.getMessage();
        return message != null && message.startsWith("Unable to load credentials");
    }

    static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : answer.awsErrorDetails().errorCode();
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        for (Throwable cause = root.getCause(); cause != null && cause != root; cause = root.getCause()) {
            root = cause;
        }
        return root;
    }
}
