package dev.eider.ingest.stream;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Topics and partitions that a person decided on: whether they are there, and whether that was needed. */
final class NamedParts {
    private final String connection;
    private final StreamSettings settings;

    NamedParts(String connection, StreamSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * @param topics those of the connection that are read
     * @throws EiderException where one of them has no such partition
     */
    void require(Cluster cluster, Collection<String> topics) throws EiderException {
        List<TopicPart> parts = Stream.concat(settings.acceptGaps().stream(), settings.openChains().stream())
                .filter(part -> part.partition().isPresent() && topics.contains(part.topic()))
                .toList();
        Map<String, Cluster.Topic> there =
                cluster.topics(parts.stream().map(TopicPart::topic).distinct().toList());
        for (TopicPart part : parts) {
            Cluster.Topic topic = there.get(part.topic());
            if (topic != null && part.partition().getAsInt() >= topic.partitions()) {
                throw new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Partition not found: " + part + " (the topic's partitions on connection " + connection
                                + ": 0 to " + (topic.partitions() - 1) + ")",
                        "Partitions that are read: eider stream --status");
            }
        }
    }

    /**
     * A sentence on each that changed nothing.
     *
     * @param used those that did
     * @param incidents what was met; a topic with one needs no word more
     */
    List<String> unused(Set<TopicPart> used, List<Incident> incidents) {
        List<String> unused = new ArrayList<>();
        settings.acceptGaps().stream()
                .filter(part -> isUnused(part, used, incidents))
                .map(part -> "--accept-gap " + part + ": this run met nothing to accept there")
                .forEach(unused::add);
        settings.openChains().stream()
                .filter(part -> isUnused(part, used, incidents))
                .map(part -> "--open-chain " + part + ": this run met nothing to open there")
                .forEach(unused::add);
        return unused.stream().sorted().toList();
    }

    private static boolean isUnused(TopicPart part, Set<TopicPart> used, List<Incident> incidents) {
        return !used.contains(part)
                && incidents.stream().noneMatch(incident -> incident.topic().equals(part.topic()));
    }
}
