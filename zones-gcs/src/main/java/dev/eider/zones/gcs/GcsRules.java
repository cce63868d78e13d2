package dev.eider.zones.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.zones.LifecycleRule;
import dev.eider.zones.LifecycleRule.Since;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rules in the words of the store. Own ones are those that say nothing but what is written here, on prefixes within
 * the staging folder of this bucket.
 *
 * @param root what the names of this bucket's objects begin with
 */
record GcsRules(String root) {
    private static final String STAGING = "staging/";
    private static final String PREFIXES = "matchesPrefix";
    private static final String DAYS_SINCE_CREATED = "age";
    private static final String DAYS_SINCE_SUPERSEDED = "daysSinceCustomTime";
    private static final String DELETE = "Delete";
    private static final String CHANGE_CLASS = "SetStorageClass";

    static Iterable<JsonNode> of(JsonNode bucket) {
        return bucket.path("lifecycle").path("rule");
    }

    /** What a rule says, prefix by prefix; empty for a foreign one. */
    List<LifecycleRule> own(JsonNode rule) {
        JsonNode condition = rule.path("condition");
        Optional<Since> since = since(condition);
        JsonNode action = rule.path("action");
        String type = action.path("type").asText();
        boolean isKnown = names(rule).equals(Set.of("action", "condition"))
                && action.size() == (type.equals(DELETE) ? 1 : 2)
                && Set.of(DELETE, CHANGE_CLASS).contains(type);
        if (since.isEmpty() || !isKnown) {
            return List.of();
        }
        Optional<String> storageClass = type.equals(DELETE)
                ? Optional.empty()
                : Optional.of(action.path("storageClass").asText());
        int days = condition.path(word(since.get())).asInt();
        List<LifecycleRule> rules = new ArrayList<>();
        for (JsonNode prefix : condition.path(PREFIXES)) {
            if (days < 1 || !prefix.asText().startsWith(root + STAGING)) {
                return List.of();
            }
            rules.add(new LifecycleRule(prefix.asText().substring(root.length()), since.get(), days, storageClass));
        }
        return rules;
    }

    /** @throws IllegalArgumentException for a rule that would not be known as one's own again */
    ObjectNode json(LifecycleRule rule) {
        if (!rule.prefix().startsWith(STAGING)) {
            throw new IllegalArgumentException("Invalid prefix: " + rule.prefix() + " (within " + STAGING + ")");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode action = json.putObject("action");
        action.put("type", rule.storageClass().isPresent() ? CHANGE_CLASS : DELETE);
        rule.storageClass().ifPresent(storageClass -> action.put("storageClass", storageClass));
        ObjectNode condition = json.putObject("condition");
        condition.put(word(rule.since()), rule.days());
        condition.putArray(PREFIXES).add(root + rule.prefix());
        return json;
    }

    private static Optional<Since> since(JsonNode condition) {
        Set<String> names = names(condition);
        for (Since since : Since.values()) {
            if (names.equals(Set.of(PREFIXES, word(since)))) {
                return Optional.of(since);
            }
        }
        return Optional.empty();
    }

    private static String word(Since since) {
        return since == Since.CREATED ? DAYS_SINCE_CREATED : DAYS_SINCE_SUPERSEDED;
    }

    private static Set<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> name = node.fieldNames(); name.hasNext(); ) {
            names.add(name.next());
        }
        return Set.copyOf(names);
    }
}
