package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.zones.Bucket;
import dev.eider.zones.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The consumer groups of a connection. Those who read the same datasets into the same bucket share partitions; others
 * have groups of their own, since a group hands each partition to one member, whatever that one reads.
 */
final class ReadingGroup {
    private static final int DIGITS = 8;

    private ReadingGroup() {}

    /** Name of the group that reads these datasets into the bucket. */
    static String name(Connection.Kafka connection, Bucket bucket, List<Contract> contracts) {
        String datasets = contracts.stream()
                .map(contract -> contract.dataset().value())
                .sorted()
                .collect(Collectors.joining("\n"));
        String read = bucket.describe() + "\n" + datasets;
        return connection.groupId() + "-"
                + Hashing.sha256(read.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
