package dev.eider.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.ingest.stream.TopicChange;
import dev.eider.ingest.stream.TopicKeeper;
import dev.eider.ingest.stream.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The topics of a project: planned, told, and made so. */
final class KeptTopics {
    /** As many readers find work, and one core more than there are today is not in vain. */
    private static final int PARTITIONS_PER_CORE = 3;

    private final Project project;
    private final Console console;

    /** Topics of a project; what is hardly meant is told at once. */
    KeptTopics(Project project, Console console) {
        this.project = project;
        this.console = console;
    }

    /** Plans for each of the connections in turn, and does them where that is asked. */
    List<TopicPlan> plans(Then then) throws EiderException {
        List<Connection.Kafka> connections = project.connections().values().stream()
                .filter(Connection.Kafka.class::isInstance)
                .map(Connection.Kafka.class::cast)
                .toList();
        if (connections.isEmpty()) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot keep topics: no connection is of type kafka",
                    "Add one to connections in eider.yaml");
        }
        List<TopicPlan> plans = new ArrayList<>();
        for (Connection.Kafka connection : connections) {
            int partitions = PARTITIONS_PER_CORE * Runtime.getRuntime().availableProcessors();
            try (TopicKeeper keeper = new TopicKeeper(connection, partitions)) {
                TopicPlan plan = keeper.plan(read(connection));
                if (then == Then.APPLY) {
                    keeper.apply(plan);
                }
                keeper.unmatched(plan, project.datasets()).forEach(console::warn);
                plans.add(plan);
            }
        }
        return plans;
    }

    /** What is done with a plan. */
    enum Then {
        TELL,
        APPLY
    }

    private List<String> read(Connection.Kafka connection) {
        return project.datasets().stream()
                .map(contract -> contract.source().topic())
                .flatMap(Optional::stream)
                .filter(topic -> topic.connection().equals(connection.name()) && !topic.isPattern())
                .map(Source.Topic::topics)
                .toList();
    }

    /** Tells of each topic; with {@code --log json} one line of JSON each. */
    static void tell(List<TopicPlan> plans, ProjectOptions options, Console console) {
        if (options.logsJson()) {
            plans.stream().flatMap(KeptTopics::events).forEach(event -> console.line(event.toString()));
            return;
        }
        for (TopicPlan plan : plans) {
            for (TopicChange change : plan.changes()) {
                console.line(
                        console.green("  + ") + plan.connection() + "/" + change.topic() + "  " + change.describe());
            }
            for (TopicPlan.Kept kept : plan.kept()) {
                console.line(console.dim("  = ") + plan.connection() + "/" + kept.topic() + "  stays: " + kept.what());
            }
        }
    }

    private static Stream<ObjectNode> events(TopicPlan plan) {
        Stream<ObjectNode> changes = plan.changes().stream().map(change -> event(plan, change.topic(), change));
        return Stream.concat(
                changes,
                plan.kept().stream()
                        .map(kept ->
                                event(plan, kept.topic()).put("change", "none").put("stays", kept.what())));
    }

    private static ObjectNode event(TopicPlan plan, String topic) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", "topic")
                .put("connection", plan.connection())
                .put("topic", topic);
    }

    private static ObjectNode event(TopicPlan plan, String topic, TopicChange change) {
        ObjectNode event = event(plan, topic);
        if (change instanceof TopicChange.Create create) {
            event.put("change", "create").put("partitions", create.partitions());
            event.put("replication_factor", create.replicationFactor());
            ObjectNode settings = event.putObject("settings");
            create.settings().forEach(settings::put);
        } else if (change instanceof TopicChange.AddPartitions more) {
            event.put("change", "add_partitions").put("from", more.from()).put("to", more.to());
        } else if (change instanceof TopicChange.Set set) {
            event.put("change", "set").put("name", set.name());
            event.put("from", set.from()).put("to", set.to());
        }
        return event;
    }

    static boolean isUpToDate(List<TopicPlan> plans) {
        return plans.stream().allMatch(plan -> plan.changes().isEmpty());
    }
}
