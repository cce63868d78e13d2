package dev.eider.cli;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import dev.eider.ingest.stream.Replay;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Manifest;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stored records into a topic. */
@Command(
        name = "produce",
        description = {
            "Send records of a zone, or a file of NDJSON, to a topic.",
            "What came from a topic (raw, error) keeps key, headers, timestamp and every byte of its value; other records get",
            "their key from the contract's primary key, and the format that the contract agrees.",
            "What is sent twice is in the topic twice.",
            "Timestamps are kept, so a topic whose retention is shorter than their age deletes such records soon."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider produce --dataset transaction --topic bank.replay --from 2025-01-06 --to 2025-01-12",
            "  eider produce --dataset transaction --topic bank.again --zone error",
            "  eider produce --dataset card_event --file events.ndjson"
        })
final class ProduceCommand implements Callable<Integer> {
    private static final int ERRORS_MAX = 1_000_000;

    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Where to; without it, with --file, the dataset's own topic.")
    private @Nullable String topic;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = {
                "raw (as received), error (what was rejected, as received) or clean (valid, masked, as JSON)",
                "(default: ${DEFAULT-VALUE})."
            },
            defaultValue = "raw")
    private Zone zone = Zone.raw;

    @Option(names = "--file", paramLabel = "FILE", description = "A file of NDJSON in place of a zone.")
    private @Nullable Path file;

    @Option(
            names = "--connection",
            paramLabel = "NAME",
            description = "Of eider.yaml; without it, the dataset's own, or the only one of type kafka.")
    private @Nullable String connection;

    @Option(
            names = "--compression",
            paramLabel = "NAME",
            description = "none, lz4, zstd, snappy or gzip (default: ${DEFAULT-VALUE}).",
            defaultValue = "lz4")
    private Compression compression = Compression.lz4;

    private final Surroundings surroundings;

    /** What is sent. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum Zone {
        raw,
        error,
        clean
    }

    /** Of batches of records. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum Compression {
        none,
        lz4,
        zstd,
        snappy,
        gzip
    }

    ProduceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Scope meant = scope.scope();
            if (meant.dataset().isEmpty()) {
                throw new EiderException(ErrorCode.INVALID_ARGUMENT, "Invalid --dataset: none", "eider produce --help");
            }
            Contract contract = meant.contracts(session.project()).get(0);
            String target = target(contract);
            Instant begin = surroundings.clock().instant();
            Replay.Sent sent;
            try (RecordBar bar = RecordBar.on(surroundings.console(), "produce");
                    Replay replay = Replay.open(
                            contract,
                            connection(session, contract),
                            target,
                            compression.name(),
                            session.context(),
                            bar::to)) {
                send(session, contract, meant, replay);
                sent = replay.finish();
            }
            tell(target, sent, Duration.between(begin, surroundings.clock().instant()));
            return 0;
        }
    }

    private String target(Contract contract) throws EiderException {
        if (topic != null) {
            return topic;
        }
        return contract.source()
                .topic()
                .filter(own -> file != null && !own.isPattern())
                .map(Source.Topic::topics)
                .orElseThrow(() -> new EiderException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Invalid --topic: none (a zone is sent to a topic that is named)",
                        "eider produce --help"));
    }

    private Connection.Kafka connection(Session session, Contract contract) throws EiderException {
        Optional<String> name = Optional.ofNullable(connection)
                .or(() -> contract.source().topic().map(Source.Topic::connection));
        List<Connection.Kafka> found = session.project().connections().values().stream()
                .filter(Connection.Kafka.class::isInstance)
                .map(Connection.Kafka.class::cast)
                .filter(each -> name.isEmpty() || name.get().equals(each.name()))
                .toList();
        if (found.size() != 1) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Invalid --connection: " + name.orElse("none") + " (one of type kafka of eider.yaml)",
                    "eider produce --help");
        }
        return found.get(0);
    }

    private void send(Session session, Contract contract, Scope meant, Replay replay) throws EiderException {
        if (file != null) {
            replay.file(file);
        } else if (zone == Zone.raw) {
            for (Revision revision : session.context().ledger().current(contract.dataset(), StageName.RAW)) {
                if (meant.isMeant(contract, session.context().ledger(), revision)) {
                    replay.batch(session.context().ledger().open(revision));
                }
            }
        } else if (zone == Zone.clean) {
            CleanRows rows = new CleanRows(contract, session.context());
            for (Manifest staged : new ErrorZone(session).manifests(meant)) {
                rows.each(staged, replay::row);
            }
        } else {
            for (Map.Entry<String, Rejected> each : rejected(session, meant).entrySet()) {
                Rejected rejected = each.getValue();
                replay.batch(session.context().ledger().open(rejected.raw()), rejected.places()::contains);
            }
        }
    }

    /** Rejected records of one raw batch. */
    private record Rejected(Revision raw, Set<Place.Stored> places) {}

    private Map<String, Rejected> rejected(Session session, Scope meant) throws EiderException {
        ErrorZone errors = new ErrorZone(session);
        List<Manifest> manifests = errors.manifests(meant);
        List<ErrorRecord> found = errors.find(manifests, ProduceCommand::isRejected, ERRORS_MAX);
        if (errors.expired().isPresent()) {
            throw errors.expired().get();
        }
        if (found.size() >= ERRORS_MAX) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot send more than " + Format.count(ERRORS_MAX) + " rejected records at once",
                    "Send them in spans: --from and --to");
        }
        Map<String, Rejected> batches = new TreeMap<>();
        for (ErrorRecord error : found) {
            batches.computeIfAbsent(error.raw().toString(), name -> new Rejected(error.raw(), new HashSet<>()))
                    .places()
                    .add(error.place());
        }
        return batches;
    }

    /** One that was replaced by a later record is no reject. */
    private static boolean isRejected(ErrorRecord error) {
        return error.reasons().stream().noneMatch(reason -> reason.code() == RejectionCode.SUPERSEDED);
    }

    private void tell(String target, Replay.Sent sent, Duration elapsed) {
        Console console = surroundings.console();
        console.line(console.green("sent") + "  " + Format.count(sent.records(), "record") + " ("
                + Format.bytes(sent.bytes()) + ") to " + target + " in " + Format.seconds(elapsed));
        if (sent.withoutKey() > 0) {
            console.line("  " + Format.count(sent.withoutKey(), "record") + " without a key");
        }
        if (sent.aged() > 0) {
            console.warn(Format.count(sent.aged(), "record") + " are older than the retention of " + target
                    + ": its brokers delete them soon");
        }
        if (sent.tombstones() > 0) {
            console.line("  " + Format.count(sent.tombstones(), "tombstone"));
        }
    }
}
