package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.Optional;
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
import org.jspecify.annotations.Nullable;

/** Turns what Kafka's clients throw into codes that tell who can mend it. */
final class KafkaFailures {
    private static final int VALUE_LENGTH_MIN = 4;

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

    /** A failure of a connection; values of its properties are left out, and so is a cause that tells a secret. */
    static EiderException of(Connection.Kafka connection, String verb, Throwable failure) {
        Secrets secrets = new Secrets(connection);
        String why = "Cannot " + verb + " " + connection.name() + ": ";
        return of(connection, why, root(failure), secrets.areQuotedBy(failure) ? null : failure);
    }

    private static EiderException of(
            Connection.Kafka connection, String why, Throwable cause, @Nullable Throwable failure) {
        String what = why + reason(connection, cause);
        boolean isNoLogin = isNoLogin(cause);
        if (cause instanceof AuthenticationException
                || cause instanceof AuthorizationException
                || (cause instanceof LoginException && !isNoLogin)) {
            return new EiderException(
                    ErrorCode.SOURCE_REFUSED,
                    what,
                    "Check the properties of connection " + connection.name() + ", and what its user may do",
                    failure);
        }
        if (cause instanceof ConfigException || cause instanceof IllegalArgumentException || isNoLogin) {
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

    /** A login that cannot be tried; what else a login throws is the answer to one. */
    private static boolean isNoLogin(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof LoginException
                && (message.startsWith("No LoginModule found") || message.startsWith("unable to find LoginModule"));
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
        String type = cause.getClass().getSimpleName();
        Optional<String> quoted = new Secrets(connection).quotedBy(String.valueOf(cause.getMessage()));
        if (quoted.isPresent()) {
            return type + " about " + quoted.get() + " (its value is not shown)";
        }
        String reason = type + ": " + cause.getMessage();
        for (String value : connection.properties().values()) {
            if (value.length() >= VALUE_LENGTH_MIN) {
                reason = reason.replace(value, "…");
            }
        }
        return reason;
    }
}
