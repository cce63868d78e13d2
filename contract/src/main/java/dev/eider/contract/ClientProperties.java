package dev.eider.contract;

import java.util.Set;
import java.util.regex.Pattern;

/** What names of properties of Kafka's clients, and of those of registries, say of their values. */
public final class ClientProperties {
    /** What properties of a registry's client begin with. */
    public static final String REGISTRY = "schema.registry.";

    /** Those of a registry's client that stand without the prefix too, as its makers' own clients name them. */
    private static final Set<String> REGISTRY_LOGINS = Set.of("basic.auth.user.info", "bearer.auth.token");

    private static final Pattern SECRET =
            Pattern.compile("(.*\\.)?(sasl\\.jaas\\.config|password|user\\.info|auth\\.token|api\\.key)"
                    + "|.*(password|passphrase|secret).*|(.*\\.)?ssl\\..*key.*");

    /** Names that look like those of secrets, and whose values are none. */
    private static final Pattern OPEN = Pattern.compile(".*\\.(location|type|algorithm)");

    private ClientProperties() {}

    /** Whether a property is meant for the client of a registry. */
    public static boolean isOfRegistry(String name) {
        return name.startsWith(REGISTRY) || REGISTRY_LOGINS.contains(name);
    }

    /** Whether the value of a property is a secret: no message may hold a piece of it. */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).matches() && !OPEN.matcher(name).matches();
    }
}
