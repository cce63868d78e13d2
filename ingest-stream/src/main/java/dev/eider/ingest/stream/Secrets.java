package dev.eider.ingest.stream;

import dev.eider.contract.ClientProperties;
import dev.eider.contract.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Pieces of a connection's secrets, to keep them out of what is told: Kafka's clients quote what they cannot read. */
final class Secrets {
    /** A shorter piece is found in any text: it counts only in quotes. */
    private static final int PIECE_LENGTH_MIN = 4;

    /** What logins and certificates are written with; nobody's secret. */
    private static final Set<String> COMMON = Set.of(
            "org",
            "apache",
            "kafka",
            "common",
            "security",
            "plain",
            "plainloginmodule",
            "scram",
            "scramloginmodule",
            "oauthbearer",
            "oauthbearerloginmodule",
            "loginmodule",
            "required",
            "requisite",
            "sufficient",
            "optional",
            "username",
            "password",
            "clientid",
            "clientsecret",
            "scope",
            "begin",
            "private",
            "encrypted",
            "certificate",
            "true",
            "false");

    /** Of each property whose value is a secret. */
    private final Map<String, List<String>> pieces = new TreeMap<>();

    Secrets(Connection.Kafka connection) {
        connection.properties().forEach((name, value) -> {
            if (ClientProperties.isSecret(name)) {
                pieces.put(name, pieces(value));
            }
        });
    }

    private static List<String> pieces(String value) {
        return Arrays.stream(lowerCase(value).split("[^\\p{L}\\p{N}]+"))
                .filter(piece -> !piece.isEmpty() && !COMMON.contains(piece))
                .distinct()
                .toList();
    }

    /** The property whose secret a text holds a piece of. */
    Optional<String> quotedBy(String text) {
        String lowerCase = lowerCase(text);
        return pieces.entrySet().stream()
                .filter(property -> property.getValue().stream().anyMatch(piece -> isIn(lowerCase, piece)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isIn(String text, String piece) {
        return text.contains(piece.length() < PIECE_LENGTH_MIN ? "'" + piece + "'" : piece);
    }

    /** The same for a failure and what led to it. */
    boolean areQuotedBy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (quotedBy(String.valueOf(cause.getMessage())).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
