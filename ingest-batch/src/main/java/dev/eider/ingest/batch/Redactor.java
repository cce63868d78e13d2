package dev.eider.ingest.batch;

import dev.eider.contract.Connection.Auth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** Replaces a connection's secret wherever it was echoed, plain or as URLs write it. Immutable and thread-safe. */
final class Redactor {
    private static final String SHOWN = "***";

    private final Set<String> secrets = new LinkedHashSet<>();

    Redactor(Auth auth) {
        if (auth instanceof Auth.Bearer bearer) {
            add(bearer.token().reveal());
        } else if (auth instanceof Auth.ApiKey key) {
            add(key.key().reveal());
        }
    }

    String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, SHOWN);
        }
        return redacted;
    }

    private void add(String secret) {
        if (secret.isEmpty()) {
            return;
        }
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        secrets.add(secret);
        secrets.add(encoded);
        secrets.add(encoded.replace("+", "%20"));
        secrets.add(secret.replace("/", "\\/"));
    }
}
