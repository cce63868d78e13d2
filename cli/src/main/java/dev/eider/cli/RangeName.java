package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Revision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of offsets as people name it, by its first offset: {@code bank.core.transactions-3@1200}. Of a topic that was
 * deleted and made anew, the first digits of the topic's id tell which is meant: {@code
 * bank.core.transactions~5120dd-3@1200}. The name of the batch itself stands for it as well.
 *
 * @param topicId how the topic's id begins; empty where any is meant
 */
record RangeName(String topic, String topicId, int partition, long from) {
    private static final int TOPIC_ID_DIGITS = 6;
    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z0-9._-]+)(?:~([0-9a-f]{1,32}))?-(\\d{1,5})@(\\d{1,19})");

    /** Empty for what is no such name. */
    static Optional<RangeName> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(new RangeName(
                            matcher.group(1),
                            Objects.requireNonNullElse(matcher.group(2), ""),
                            Integer.parseInt(matcher.group(3)),
                            Long.parseLong(matcher.group(4))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the name stands for the revision's batch; its manifest tells the topic. */
    boolean isOf(Ledger ledger, Revision revision) throws EiderException {
        BatchId batch = revision.batch();
        return ChainId.of(batch)
                        .filter(chain -> chain.partition() == partition
                                && chain.topicId().startsWith(topicId))
                        .isPresent()
                && ChainId.from(batch) == from
                && ledger.open(revision).offsets().orElseThrow().topic().equals(topic);
    }

    @Override
    public String toString() {
        return partition(topic, topicId, partition) + "@" + from;
    }

    private static String partition(String topic, String topicId, int partition) {
        return topic + (topicId.isEmpty() ? "" : "~" + topicId) + "-" + partition;
    }

    /** Names of raw batches, as far as stagings tell them. */
    static final class Known {
        private final Map<ChainId, String> topics = new HashMap<>();
        private final Map<String, Set<ChainId>> chains = new HashMap<>();

        Known(List<Manifest> manifests) {
            for (Manifest manifest : manifests) {
                manifest.offsets().ifPresent(range -> {
                    topics.put(range.chain(), range.topic());
                    for (String topicId : topicIds(range.chain())) {
                        String partition =
                                partition(range.topic(), topicId, range.chain().partition());
                        chains.computeIfAbsent(partition, name -> new HashSet<>())
                                .add(range.chain());
                    }
                });
            }
        }

        /** What people call the batch: a range by its topic, with as much of the topic's id as tells it from others. */
        String of(BatchId batch) {
            ChainId chain = ChainId.of(batch).filter(topics::containsKey).orElse(null);
            if (chain == null) {
                return batch.slice();
            }
            String topic = Objects.requireNonNull(topics.get(chain));
            return topicIds(chain).stream()
                    .filter(id -> Set.of(chain).equals(chains.get(partition(topic, id, chain.partition()))))
                    .map(id -> new RangeName(topic, id, chain.partition(), ChainId.from(batch)).toString())
                    .findFirst()
                    .orElse(batch.slice());
        }

        private static List<String> topicIds(ChainId chain) {
            return List.of("", chain.topicId().substring(0, TOPIC_ID_DIGITS));
        }
    }
}
