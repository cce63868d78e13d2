package dev.eider.sandbox.kafka;

import dev.eider.sandbox.BankTransactions;
import dev.eider.sandbox.kafka.TransactionProducer.Sent;
import dev.eider.sandbox.kafka.TransactionProducer.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends the bank's transactions and tells what was sent. */
final class ProduceCommand {
    private static final Set<String> NAMES = Set.of(
            "--bootstrap",
            "--topic",
            "--format",
            "--registry",
            "--schema-out",
            "--key",
            "--rate",
            "--per-transaction",
            "--abort");

    private ProduceCommand() {}

    static void run(List<String> arguments) throws IOException {
        Options options = Options.of(arguments, NAMES);
        TransactionFormat format = options.kind("--format", TransactionFormat.class, TransactionFormat.JSON);
        Settings settings = new Settings(
                options.one("--bootstrap").orElse("127.0.0.1:9092"),
                options.one("--topic").orElseThrow(() -> new IllegalArgumentException("Invalid --topic: no value")),
                format,
                options.kind("--key", TransactionProducer.Key.class, TransactionProducer.Key.ACCOUNT_NUMBER),
                options.one("--registry").map(URI::create),
                options.number("--rate", 0),
                options.number("--per-transaction", 0),
                options.share("--abort"));
        if (options.one("--schema-out").isPresent()) {
            Files.writeString(Path.of(options.one("--schema-out").get()), format.schema());
        }
        Sent sent = TransactionProducer.run(settings, BankTransactions.of(options.rest()));
        System.out.println(json(sent));
    }

    private static String json(Sent sent) {
        String dirty = sent.dirty().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(kind ->
                        String.format(Locale.ROOT, "\"%s\":%d", kind.getKey().id(), kind.getValue()))
                .collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{\"records\":%d,\"repeats\":%d,\"aborted\":%d,\"bytes\":%d,\"dirty\":{%s}}",
                sent.records(),
                sent.repeats(),
                sent.aborted(),
                sent.bytes(),
                dirty);
    }
}
