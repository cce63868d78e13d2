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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of offsets as people name it, by its first offset: {@code bank.core.transactions-3@1200}. The name of the
 * batch itself stands for it as well.
 */
record RangeName(String topic, int partition, long from) {
    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9._-]+)-(\\d{1,5})@(\\d{1,19})");

    /** Empty for what is no such name. */
    static Optional<RangeName> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(new RangeName(
                            matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the name stands for the revision's batch; its manifest tells the topic. */
    boolean isOf(Ledger ledger, Revision revision) throws EiderException {
        BatchId batch = revision.batch();
        return ChainId.of(batch).filter(chain -> chain.partition() == partition).isPresent()
                && ChainId.from(batch) == from
                && ledger.open(revision).offsets().orElseThrow().topic().equals(topic);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + from;
    }

    /** Names of raw batches, as far as stagings tell them. */
    static final class Known {
        private final Map<ChainId, String> topics = new HashMap<>();
        private final Set<String> ambiguous = new HashSet<>();

        Known(List<Manifest> manifests) {
            Map<String, ChainId> chains = new HashMap<>();
            manifests.stream().flatMap(manifest -> manifest.offsets().stream()).forEach(range -> {
                topics.put(range.chain(), range.topic());
                ChainId other = chains.put(range.topic() + "-" + range.chain().partition(), range.chain());
                if (other != null && !other.equals(range.chain())) {
                    ambiguous.add(range.topic() + "-" + range.chain().partition());
                }
            });
        }

        /** What people call the batch: a range by its topic, unless two chains of the topic have the partition. */
        String of(BatchId batch) {
            Optional<ChainId> chain = ChainId.of(batch);
            String topic = chain.map(topics::get).orElse(null);
            if (chain.isEmpty()
                    || topic == null
                    || ambiguous.contains(topic + "-" + chain.get().partition())) {
                return batch.slice();
            }
            return new RangeName(topic, chain.get().partition(), ChainId.from(batch)).toString();
        }
    }
}
