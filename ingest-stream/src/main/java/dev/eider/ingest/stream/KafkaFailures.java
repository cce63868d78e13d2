package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Turns what Kafka's clients throw into codes that tell who can mend it. */
final class KafkaFailures {
    private static final int SECRET_LENGTH_MIN = 4;

    private KafkaFailures() {}

    /** The answer of brokers, awaited. */
    static <T> T await(Connection.Kafka connection, String verb, KafkaFuture<T> answer) throws EiderException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw of(connection, verb, e);
        } catch (InterruptedException e) {
            throw interrupted(connection, verb, e);
        }
    }

    static EiderException interrupted(Connection.Kafka connection, String verb, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EiderException(
                ErrorCode.SOURCE_UNAVAILABLE,
                "Cannot " + verb + " " + connection.name() + ": interrupted",
                "Run the command again",
                cause);
    }

    /** A failure of a connection; values of its properties are left out of the message. */
    static EiderException of(Connection.Kafka connection, String verb, Throwable failure) {
        Throwable cause = root(failure);
        String what = "Cannot " + verb + " " + connection.name() + ": " + reason(connection, cause);
        if (cause instanceof AuthenticationException
                || cause instanceof AuthorizationException
                || cause instanceof LoginException) {
            return new EiderException(
                    ErrorCode.SOURCE_REFUSED,
                    what,
                    "Check the properties of connection " + connection.name() + ", and what its user may do",
                    failure);
        }
        if (cause instanceof ConfigException || cause instanceof IllegalArgumentException) {
            return new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    what,
                    "Mend the properties of connection " + connection.name() + " in eider.yaml",
                    failure);
        }
        if (cause instanceof TopicExistsException) {
            return new EiderException(
                    ErrorCode.OVERTAKEN,
                    "Cannot apply the plan: somebody made a topic meanwhile",
                    "eider topics plan, then apply again",
                    failure);
        }
        if (cause instanceof RetriableException) {
            return new EiderException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    what,
                    "Check that the brokers can be reached and run the command again",
                    failure);
        }
        ErrorCode code =
                cause instanceof UnsupportedVersionException ? ErrorCode.SOURCE_REFUSED : ErrorCode.STREAM_BROKEN;
        return new EiderException(code, what, "Read the log of the brokers", failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause.getClass() == KafkaException.class)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String reason(Connection.Kafka connection, Throwable cause) {
        String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        for (String value : connection.properties().values()) {
            if (value.length() >= SECRET_LENGTH_MIN) {
                reason = reason.replace(value, "…");
            }
        }
        return reason;
    }
}
