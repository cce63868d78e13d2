package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
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

    /** Why a client of a connection could not be made: mostly for what its properties say, before any broker is asked. */
    static EiderException notMade(Connection.Kafka connection, Throwable failure) {
        Throwable cause = root(failure);
        boolean isAnswer = cause instanceof AuthenticationException
                || cause instanceof RetriableException
                || (cause instanceof LoginException && !isNoLogin(cause));
        if (isAnswer) {
            return of(connection, "connect to", failure);
        }
        if (String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap")) {
            return unreachable(connection, ErrorCode.INVALID_CONFIGURATION, "no such host", failure);
        }
        Secrets secrets = new Secrets(connection);
        String text = texts(cause);
        List<String> files = connection.properties().entrySet().stream()
                .filter(property -> isFile(property.getKey()) && text.contains(property.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        String why = secrets.quotedBy(text)
                .map(KafkaFailures::hidden)
                .orElseGet(() -> withoutValues(connection, text)
                        + (files.isEmpty() ? "" : " (" + String.join(", ", files) + ")"));
        String name = connection.name();
        return new EiderException(
                ErrorCode.INVALID_CONFIGURATION,
                "Cannot use the properties of connection '" + name + "': " + why,
                "Check " + (files.isEmpty() ? "the properties" : String.join(", ", files)) + " of connection " + name
                        + " in eider.yaml" + (files.isEmpty() ? "" : ", and the file"),
                secrets.areQuotedBy(failure) ? null : failure);
    }

    private static boolean isFile(String property) {
        return property.endsWith(".location");
    }

    /** What a failure and its causes say, each once; of a file that cannot be read, only that. */
    private static String texts(Throwable failure) {
        Set<String> texts = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException file) {
                return "cannot read " + file.getFile() + ": " + told(file);
            }
            texts.add(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
        return String.join(": ", texts);
    }

    private static String told(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        return failure instanceof AccessDeniedException ? "access denied" : String.valueOf(failure.getReason());
    }

    private static String hidden(String property) {
        return "something about " + property + ", whose value is not shown";
    }

    private static EiderException unreachable(
            Connection.Kafka connection, ErrorCode code, String why, @Nullable Throwable failure) {
        return new EiderException(
                code,
                "Cannot reach the brokers of connection '" + connection.name() + "' (" + connection.bootstrapServers()
                        + "): " + why,
                "Check bootstrap_servers of connection " + connection.name() + " in eider.yaml, and that the brokers"
                        + " are up",
                failure);
    }

    /** How calls of an administrator's client end that no broker answered in time. */
    private static boolean isUnanswered(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof TimeoutException
                && (message.contains("waiting for a node assignment") || message.startsWith("Call("));
    }

    private static EiderException of(
            Connection.Kafka connection, String why, Throwable cause, @Nullable Throwable failure) {
        if (isUnanswered(cause)) {
            return unreachable(connection, ErrorCode.SOURCE_UNAVAILABLE, "no answer", failure);
        }
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
        return type + ": " + withoutValues(connection, String.valueOf(cause.getMessage()));
    }

    private static String withoutValues(Connection.Kafka connection, String text) {
        String reason = text;
        for (Map.Entry<String, String> property : connection.properties().entrySet()) {
            if (property.getValue().length() >= VALUE_LENGTH_MIN && !isFile(property.getKey())) {
                reason = reason.replace(property.getValue(), "…");
            }
        }
        return reason;
    }
}
