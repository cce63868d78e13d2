package dev.eider.ingest.stream;

import dev.eider.contract.TopicSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** How a topic that is there differs from what is asked of it. */
record TopicDifference(String topic, TopicSettings wanted, TopicDescription found, Config config) {

    /** What is asked, by Kafka's names. */
    static Map<String, String> settings(TopicSettings wanted) {
        Map<String, String> settings = new TreeMap<>();
        wanted.minInsyncReplicas()
                .ifPresent(least -> settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(least)));
        wanted.retention()
                .ifPresent(time -> settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis())));
        wanted.cleanupPolicy().ifPresent(policy -> settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, policy));
        wanted.compressionType()
                .ifPresent(type ->
                        settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, type.equals("none") ? "uncompressed" : type));
        return settings;
    }

    void tell(List<TopicChange> changes, List<TopicPlan.Kept> kept) {
        int partitions = found.partitions().size();
        int wantedPartitions = wanted.partitions().orElse(partitions);
        if (wantedPartitions > partitions) {
            changes.add(new TopicChange.AddPartitions(topic, partitions, wantedPartitions));
        } else if (wantedPartitions < partitions) {
            keep("partitions " + partitions + ", not " + wantedPartitions + ": partitions are never taken away", kept);
        }
        int copies = found.partitions().get(0).replicas().size();
        if (wanted.replicationFactor().orElse(copies) != copies) {
            keep(
                    "replication_factor " + copies + ", not "
                            + wanted.replicationFactor().orElse(copies)
                            + ": copies are moved by kafka-reassign-partitions",
                    kept);
        }
        settings(wanted).forEach((name, to) -> setting(name, to, changes, kept));
    }

    private void setting(String name, String to, List<TopicChange> changes, List<TopicPlan.Kept> kept) {
        ConfigEntry entry = config.get(name);
        String from = entry == null || entry.value() == null ? "" : entry.value();
        if (from.equals(to)) {
            return;
        }
        if (takesAway(name, from, to)) {
            keep(name + " " + from + ", not " + to + ": records would be deleted; set it by kafka-configs", kept);
        } else {
            changes.add(new TopicChange.Set(topic, name, from, to));
        }
    }

    private boolean takesAway(String name, String from, String to) {
        return switch (name) {
            case TopicConfig.CLEANUP_POLICY_CONFIG -> true;
            case TopicConfig.RETENTION_MS_CONFIG ->
                !to.equals("-1") && (from.equals("-1") || Long.parseLong(to) < Long.parseLong(from));
            default -> false;
        };
    }

    private void keep(String what, List<TopicPlan.Kept> kept) {
        kept.add(new TopicPlan.Kept(topic, what));
    }
}
