package dev.eider.contract;

import java.util.regex.Pattern;

/** What names of properties of Kafka's clients, and of those of registries, say of their values. */
public final class ClientProperties {
    private static final Pattern SECRET =
            Pattern.compile("(.*\\.)?(sasl\\.jaas\\.config|password|user\\.info|auth\\.token|api\\.key)"
                    + "|.*(password|passphrase|secret).*|(.*\\.)?ssl\\..*key.*");

    /** Names that look like those of secrets, and whose values are none. */
    private static final Pattern OPEN = Pattern.compile(".*\\.(location|type|algorithm)");

    private ClientProperties() {}

    /** Whether the value of a property is a secret: no message may hold a piece of it. */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).matches() && !OPEN.matcher(name).matches();
    }
}
