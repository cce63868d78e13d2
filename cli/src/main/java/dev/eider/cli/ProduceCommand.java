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
            "  eider produce --dataset transaction --topic bank.replay --interval bank.core.transactions-0@0",
            "  eider produce --dataset transaction --topic bank.again --zone error",
            "  eider produce --dataset transaction --topic bank.core.transactions --file events.ndjson"
        })
final class ProduceCommand implements Callable<Integer> {
    private static final int ERRORS_MAX = 1_000_000;

    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Option(names = "--dataset", paramLabel = "NAME", required = true, description = "Whose records.")
    @SuppressWarnings("NullAway.Init")
    private String dataset;

    @Mixin
    private final IntervalOptions intervals = new IntervalOptions();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Where to; not needed with --file where the dataset reads one topic: it is sent to that.")
    private @Nullable String topic;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = {
                "raw (as received), error (what was rejected, as received) or clean (valid, masked, as JSON)",
                "(default: raw)."
            })
    private @Nullable Zone zone;

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
            Scope meant = new Scope(IntervalOptions.dataset(dataset), intervals.slices(), Scope.Again.NO);
            Contract contract = meant.contracts(session.project()).get(0);
            if (file != null && (zone != null || intervals.isGiven())) {
                throw intervals.invalid("--file excludes --zone, --interval, --from and --to");
            }
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
        Optional<Source.Topic> own = contract.source().topic();
        if (file != null && own.isPresent() && !own.get().isPattern()) {
            return own.get().topics();
        }
        String rule = file == null
                ? "a zone is sent to a topic that is named"
                : contract.dataset() + (own.isPresent() ? " reads the topics of a pattern" : " reads no topic")
                        + ": name the one that the file is sent to";
        throw new EiderException(
                ErrorCode.INVALID_ARGUMENT, "Invalid --topic: none (" + rule + ")", "eider produce --help");
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
            return;
        }
        List<Revision> raw = RawBatches.of(session, contract, meant);
        if (zone == Zone.clean) {
            CleanRows rows = new CleanRows(contract, session.context());
            for (Manifest staged : RawBatches.wholly(meant, raw, new ErrorZone(session).manifests(meant))) {
                rows.each(staged, replay::row);
            }
        } else if (zone == Zone.error) {
            for (Map.Entry<String, Rejected> each : rejected(session, meant).entrySet()) {
                Rejected rejected = each.getValue();
                replay.batch(session.context().ledger().open(rejected.raw()), rejected.places()::contains);
            }
        } else {
            for (Revision revision : raw) {
                replay.batch(session.context().ledger().open(revision));
            }
        }
    }

    /** Rejected records of one raw batch. */
    private record Rejected(Revision raw, Set<Place.Stored> places) {}

    private Map<String, Rejected> rejected(Session session, Scope meant) throws EiderException {
        ErrorZone errors = new ErrorZone(session);
        List<Manifest> manifests = errors.manifests(meant);
        List<ErrorRecord> found =
                errors.find(manifests, errors.ofRange(meant).and(ProduceCommand::isRejected), ERRORS_MAX);
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
