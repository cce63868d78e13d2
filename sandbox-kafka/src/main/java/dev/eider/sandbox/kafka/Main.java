package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** The program: {@code broker} runs a broker in the foreground, {@code produce} sends the bank's transactions. */
public final class Main {
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 4;

    private static final String USAGE = """
            Kafka on loopback, for demos and tests.

            eider sandbox broker: a real Kafka broker in the foreground; tells its address when it serves
              --port N               where clients connect (9092)
              --data DIR             where it keeps its data; without, they go when it ends
              --set NAME=VALUE       a property of the broker, as in server.properties; more than once
              --heap SIZE            most memory for Java's objects (256m)
              --topic NAME[:N]       a topic to make, of N partitions (1); more than once
              --registry PORT        a stand-in for a registry of schemas at this port

            eider sandbox produce: the bank's transactions, those of its API, into a topic
              --bootstrap HOST:PORT  the brokers (127.0.0.1:9092)
              --topic NAME           required; made beforehand
              --format NAME          json, avro, protobuf (json)
              --registry URL         registers the schema as NAME-value; each value begins with its id
              --schema-out FILE      writes the schema there, for a contract's schema_file
              --key NAME             account_number, transaction_id, none (account_number)
              --rate N               most records a second; without, as fast as possible
              --per-transaction N    sends N records a transaction
              --abort SHARE          share of transactions that are aborted and sent again: 10%
              and of the bank: --seed --from --days --accounts --per-day --dirty --repeats, as eider sandbox --help says
            """;

    private Main() {}

    /** Runs until done, or until stopped. */
    public static void main(String... arguments) {
        List<String> all = List.of(arguments);
        if (all.isEmpty() || all.contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            List<String> rest = all.subList(1, all.size());
            switch (all.get(0)) {
                case "broker" -> BrokerCommand.run(rest);
                case "produce" -> ProduceCommand.run(rest);
                default -> throw new IllegalArgumentException("Invalid command: " + all.get(0));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("See --help.");
            System.exit(EXIT_USAGE);
        } catch (IOException | KafkaException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_FAILED);
        }
    }
}
