package dev.eider.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eider.contract.Connection.Auth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
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

    /** The envelope's text as received, or written anew where a secret was in it. */
    String redact(Envelope envelope) {
        return holdsSecret(envelope.root()) ? redact(envelope.root()).toString() : envelope.text();
    }

    private boolean holdsSecret(JsonNode node) {
        if (node.isTextual()) {
            return !redact(node.textValue()).equals(node.textValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!redact(member.getKey()).equals(member.getKey())) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (holdsSecret(child)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode redact(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(redact(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(child -> array.add(redact(child)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> object.set(redact(member.getKey()), redact(member.getValue())));
            return object;
        }
        return node;
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
