package dev.eider.cli;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.ingest.stream.TopicsCheck;
import java.util.ArrayList;
import java.util.List;

/** What the doctor looks at where datasets read topics: brokers, topics, the registry of schemas. */
final class TopicCheckups {
    private TopicCheckups() {}

    /** None for a connection that no dataset reads. */
    static List<Checkup> of(Connection.Kafka connection, Project project) {
        List<Contract> readers = project.datasets().stream()
                .filter(contract -> contract.source()
                        .topic()
                        .filter(topic -> topic.connection().equals(connection.name()))
                        .isPresent())
                .toList();
        List<Checkup> checkups = new ArrayList<>();
        if (readers.isEmpty()) {
            return checkups;
        }
        String place = "connection " + connection.name();
        try (TopicsCheck check = TopicsCheck.of(connection)) {
            checkups.add(Checkup.of(place, () -> brokers(connection, check.brokers())));
            if (checkups.get(0).isGreen()) {
                readers.forEach(contract -> checkups.add(topics(check, contract)));
            }
            if (connection.schemaRegistry().isPresent()) {
                checkups.add(Checkup.of(
                        "registry of " + connection.name(),
                        () -> check.registry().orElseThrow() + " answers"));
            }
        } catch (EiderException e) {
            checkups.add(Checkup.of(place, () -> {
                throw e;
            }));
        }
        return checkups;
    }

    private static String brokers(Connection.Kafka connection, TopicsCheck.Brokers brokers) {
        return Format.count(brokers.count(), "broker") + " at " + connection.bootstrapServers() + ", "
                + (brokers.haveNewGroups() ? "new" : "classic") + " group protocol";
    }

    private static Checkup topics(TopicsCheck check, Contract contract) {
        Source.Topic source = contract.source().topic().orElseThrow();
        String name = "topics of " + contract.dataset();
        List<TopicsCheck.Topics> found = new ArrayList<>();
        Checkup checkup = Checkup.of(name, () -> {
            TopicsCheck.Topics topics = check.topics(contract);
            found.add(topics);
            String partitions = ", " + Format.count(topics.partitions(), "partition");
            return source.isPattern()
                    ? Format.count(topics.count(), "topic") + " of " + source.topics() + partitions
                    : source.topics() + partitions;
        });
        if (checkup.isGreen() && found.get(0).count() == 0) {
            return Checkup.warning(
                    name,
                    "no topic is named like " + source.topics() + " yet",
                    "check topic_pattern of " + contract.dataset() + ", and which topics the user may describe");
        }
        return checkup;
    }
}
