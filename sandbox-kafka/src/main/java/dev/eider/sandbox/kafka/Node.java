package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One broker of a cluster before it is a process: its place and its ports.
 *
 * @param id from 1
 * @param folder of its own: properties, log and data
 * @param port where clients connect
 * @param controllerPort where the brokers agree with each other
 */
record Node(int id, Path folder, int port, int controllerPort) {
    private static final String HOST = "127.0.0.1";

    String bootstrap() {
        return HOST + ':' + port;
    }

    Path log() {
        return folder.resolve("broker.log");
    }

    Path properties() {
        return folder.resolve("server.properties");
    }

    /** Writes the properties of this node as one of these. */
    void write(List<Node> cluster, BrokerConfig config) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> all = new TreeMap<>(defaults(cluster.size()));
        all.putAll(place(cluster));
        config.properties().forEach((name, value) -> all.merge(name, value, (own, given) -> over(name, own, given)));
        Properties properties = new Properties();
        properties.putAll(all);
        try (Writer out = Files.newBufferedWriter(properties(), StandardCharsets.UTF_8)) {
            properties.store(out, null);
        }
    }

    /** Listeners come beside those that tests and brokers use themselves. */
    private static String over(String name, String own, String given) {
        return name.endsWith("listeners") ? own + ',' + given : given;
    }

    private Map<String, String> place(List<Node> cluster) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(id),
                "listeners",
                "PLAINTEXT://" + bootstrap() + ",CONTROLLER://" + HOST + ':' + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://" + bootstrap(),
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                cluster.stream()
                        .map(node -> node.id + "@" + HOST + ':' + node.controllerPort)
                        .collect(Collectors.joining(",")),
                "log.dirs",
                folder.resolve("data").toString());
    }

    /** Small buffers, few threads, and short waits where a broker of production is patient. */
    private static Map<String, String> defaults(int nodes) {
        String replicas = Integer.toString(Math.min(3, nodes));
        String replicasInSync = nodes < 3 ? "1" : "2";
        return Map.ofEntries(
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("num.partitions", "1"),
                Map.entry("default.replication.factor", replicas),
                Map.entry("min.insync.replicas", replicasInSync),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("offsets.topic.replication.factor", replicas),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", replicas),
                Map.entry("transaction.state.log.min.isr", replicasInSync),
                Map.entry("share.coordinator.state.topic.replication.factor", replicas),
                Map.entry("share.coordinator.state.topic.min.isr", replicasInSync),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("group.consumer.min.session.timeout.ms", "1000"),
                Map.entry("group.consumer.session.timeout.ms", "6000"),
                Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
                Map.entry("group.consumer.heartbeat.interval.ms", "200"),
                Map.entry("group.consumer.min.assignment.interval.ms", "0"),
                Map.entry("group.consumer.assignment.interval.ms", "0"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1"),
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
                Map.entry("log.initial.task.delay.ms", "500"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("broker.session.timeout.ms", nodes == 1 ? "2000" : "4000"),
                Map.entry("controller.quorum.election.timeout.ms", "1000"),
                Map.entry("controller.quorum.fetch.timeout.ms", "2000"),
                Map.entry("controlled.shutdown.enable", Boolean.toString(nodes > 1)));
    }
}
