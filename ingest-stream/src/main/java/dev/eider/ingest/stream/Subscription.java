package dev.eider.ingest.stream;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Source;
import dev.eider.contract.read.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The datasets of one connection and the topics that each reads. Several may read one topic. Immutable. */
final class Subscription {
    private final String connection;
    private final List<Contract> contracts;

    Subscription(String connection, List<Contract> contracts) {
        this.connection = connection;
        this.contracts = List.copyOf(contracts);
    }

    String connection() {
        return connection;
    }

    List<Contract> contracts() {
        return contracts;
    }

    /** Those of the cluster's topics that any dataset reads. */
    Set<String> of(Collection<String> topics) {
        Set<String> read = new TreeSet<>();
        topics.stream().filter(topic -> !readers(topic).isEmpty()).forEach(read::add);
        return read;
    }

    /** Datasets that read a topic, in the order of their names. */
    List<Contract> readers(String topic) {
        return contracts.stream()
                .filter(contract -> source(contract).captures(topic).isPresent())
                .toList();
    }

    /** What a topic's name says to a dataset. */
    static Map<String, String> captures(Contract contract, String topic) {
        return source(contract).captures(topic).orElse(Map.of());
    }

    private static Source.Topic source(Contract contract) {
        return contract.source().topic().orElseThrow();
    }

    /** @throws EiderException where a topic that a contract names is not there */
    void requireNamed(Set<String> topics) throws EiderException {
        for (Contract contract : contracts) {
            Source.Topic source = source(contract);
            if (!source.isPattern() && !topics.contains(source.topics())) {
                throw new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Topic not found: " + source.topics() + " of dataset " + contract.dataset() + " (connection "
                                + connection + ")"
                                + Suggestions.question(source.topics(), topics),
                        "Make the topic, or let its user describe it");
            }
        }
    }

    /**
     * A sentence on each pattern that matches none of the topics.
     *
     * @param topics all that can be seen
     */
    List<String> unmatched(Collection<String> topics) {
        return contracts.stream()
                .filter(contract -> source(contract).isPattern()
                        && topics.stream()
                                .noneMatch(topic ->
                                        source(contract).captures(topic).isPresent()))
                .map(contract -> "no topic of connection " + connection + " matches "
                        + source(contract).topics() + " of dataset " + contract.dataset() + " (topics seen: "
                        + topics.size() + ")")
                .toList();
    }

    /** The dataset of a name. */
    Contract contract(DatasetName dataset) {
        return contracts.stream()
                .filter(contract -> contract.dataset().equals(dataset))
                .findFirst()
                .orElseThrow();
    }
}
