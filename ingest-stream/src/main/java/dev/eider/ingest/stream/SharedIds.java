package dev.eider.ingest.stream;

import dev.eider.contract.Contract;
import dev.eider.contract.DerivedId;
import dev.eider.zones.Chain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Tells before a topic is read whether ids derived of topic, partition and offset would be those of other records. */
final class SharedIds {
    private SharedIds() {}

    /** Whether ids follow from topic, partition and offset alone. */
    static boolean areDerived(Contract contract) {
        return contract.fields().stream()
                .anyMatch(field ->
                        field.derive().filter(DerivedId.Parts.OFFSET::equals).isPresent());
    }

    /**
     * The partition whose ids a partition of the topic would share.
     *
     * @param known chains of the dataset
     */
    static Optional<TopicPartition> of(
            Contract contract, List<Chain> known, String topic, String topicId, int partitions) {
        if (!areDerived(contract)) {
            return Optional.empty();
        }
        Map<Long, TopicPartition> owners = new HashMap<>();
        for (Chain chain : known) {
            if (!chain.id().topicId().equals(topicId)) {
                TopicPartition owner =
                        new TopicPartition(chain.topic(), chain.id().partition());
                owners.put(DerivedId.prefix(owner.topic(), owner.partition()), owner);
            }
        }
        for (int number = 0; number < partitions; number++) {
            TopicPartition partition = new TopicPartition(topic, number);
            TopicPartition other = owners.put(DerivedId.prefix(topic, number), partition);
            if (other != null) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }
}
