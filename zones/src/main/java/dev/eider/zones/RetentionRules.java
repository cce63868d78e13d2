package dev.eider.zones;

import dev.eider.contract.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a project's retention asks of a store. */
public final class RetentionRules {
    private static final String ALL_ZONES = "staging/";

    /** What a killed composition leaves in a store, out of sight of every listing. */
    private static final String TEMPORARIES = "staging/.tmp/";

    private static final Duration TEMPORARY = Duration.ofDays(1);

    private RetentionRules() {}

    /** The rules in their order; temporary objects go after a day in any case. */
    public static List<LifecycleRule> of(Retention retention, String archiveClass) {
        List<LifecycleRule> rules = new ArrayList<>();
        LifecycleRule.Since created = LifecycleRule.Since.CREATED;
        add(rules, ZoneLayout.RAW, created, retention.raw().archiveAfter(), Optional.of(archiveClass));
        add(rules, ZoneLayout.RAW, created, retention.raw().deleteAfter(), Optional.empty());
        add(rules, ZoneLayout.ERROR, created, retention.error().deleteAfter(), Optional.empty());
        add(
                rules,
                ALL_ZONES,
                LifecycleRule.Since.SUPERSEDED,
                retention.superseded().deleteAfter(),
                Optional.empty());
        add(rules, TEMPORARIES, created, Optional.of(TEMPORARY), Optional.empty());
        return rules.stream().sorted().toList();
    }

    private static void add(
            List<LifecycleRule> rules,
            String prefix,
            LifecycleRule.Since since,
            Optional<Duration> after,
            Optional<String> storageClass) {
        after.ifPresent(
                age -> rules.add(new LifecycleRule(prefix, since, Math.toIntExact(age.toDays()), storageClass)));
    }
}
