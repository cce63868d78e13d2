package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.contract.Checked;
import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.contract.read.Contracts;
import dev.eider.metrics.Recorder;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.ChainId;
import dev.eider.zones.Context;
import dev.eider.zones.FrameFormat;
import dev.eider.zones.Manifest;
import dev.eider.zones.Manifests;
import dev.eider.zones.Nonces;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Progress;
import dev.eider.zones.Range;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** A project of topics on a real broker with a bucket of its own. */
final class World {
    static final DatasetName EVENTS = new DatasetName("event");

    private static final Duration AWAIT_MAX = Duration.ofSeconds(60);

    private final Path folder;
    private final Project project;
    private final Limits limits;
    final Bucket bucket;

    private World(Path folder, Project project, Bucket bucket, Limits limits) {
        this.folder = folder;
        this.project = project;
        this.bucket = bucket;
        this.limits = limits;
    }

    /** Texts to send, each its own: {@code a-0}, {@code a-1}, and so on. */
    static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    /** The same as bytes. */
    static List<byte[]> values(String prefix, int count) {
        return texts(prefix, count).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** One dataset that reads a new topic of the broker that tests share. */
    static World ofNewTopic(Path folder, String name, int partitions) throws Exception {
        return of(folder, SharedBroker.newTopic(name, partitions));
    }

    /** One dataset that reads one topic of the broker that tests share. */
    static World of(Path folder, String topic) throws Exception {
        return of(folder, SharedBroker.bootstrap(), topic);
    }

    /** The same of a format, with a registry of schemas. */
    static World of(Path folder, String topic, String format, URI registry) throws Exception {
        return of(
                folder,
                SharedBroker.bootstrap(),
                Map.of("event", "topic: " + topic + "\n  format: " + format),
                Map.of(),
                "    schema_registry: \"" + registry + "\"\n");
    }

    /** One dataset that reads one topic of these brokers. */
    static World of(Path folder, String bootstrap, String topic) throws Exception {
        return of(folder, bootstrap, Map.of("event", "topic: " + topic), Map.of());
    }

    /** Datasets by name, each with the line that says what it reads. */
    static World of(Path folder, String bootstrap, Map<String, String> datasets, Map<String, String> properties)
            throws Exception {
        Map<String, String> ofJson = new TreeMap<>();
        datasets.forEach((name, source) -> ofJson.put(name, source + "\n  format: json"));
        return of(folder, bootstrap, ofJson, properties, "");
    }

    private static World of(
            Path folder,
            String bootstrap,
            Map<String, String> datasets,
            Map<String, String> properties,
            String connection)
            throws Exception {
        Files.createDirectories(folder.resolve("datasets"));
        Files.createDirectories(folder.resolve("scratch"));
        StringBuilder settings = new StringBuilder("project: streams\nbucket: zones\nconnections:\n  events:\n"
                + "    type: kafka\n" + connection + "    bootstrap_servers: \"" + bootstrap + "\"\n    group_id: "
                + folder.getFileName() + "\n    properties:\n      metadata.max.age.ms: \"500\"\n");
        properties.forEach((name, value) -> settings.append("      ")
                .append(name)
                .append(": \"")
                .append(value)
                .append("\"\n"));
        Files.writeString(folder.resolve("eider.yaml"), settings);
        for (Map.Entry<String, String> dataset : datasets.entrySet()) {
            Files.writeString(
                    folder.resolve("datasets/" + dataset.getKey() + ".yaml"),
                    "dataset: " + dataset.getKey() + "\nsource:\n  connection: events\n  " + dataset.getValue()
                            + "\nfields:\n  id: bigint\n");
        }
        return new World(folder, read(folder), Buckets.memory(), Limits.defaults());
    }

    private static Project read(Path folder) throws Exception {
        Checked<Project> checked = Contracts.read(folder, Optional.empty(), Map.of());
        assertThat(checked).as(checked.toString()).isInstanceOf(Checked.Good.class);
        return ((Checked.Good<Project>) checked).value();
    }

    /** The same after its files were changed. */
    World readAgain() throws Exception {
        return new World(folder, read(folder), bucket, limits);
    }

    /** The same in another bucket. */
    World in(Bucket other) {
        return new World(folder, project, other, limits);
    }

    Contract contract(DatasetName dataset) {
        return project.dataset(dataset).orElseThrow();
    }

    List<Contract> contracts() {
        return project.datasets();
    }

    Connection.Kafka connection() {
        return (Connection.Kafka) project.connections().get("events");
    }

    Context context() {
        Clock clock = Clock.systemUTC();
        return new Context(
                bucket,
                new BucketLedger(bucket, clock),
                clock,
                limits,
                folder.resolve("scratch"),
                Nonces.random(),
                Optional.empty(),
                Progress.NONE,
                "test");
    }

    /** The topic that it reads. */
    String topic() {
        return ((Source.Topic) contract(EVENTS).source()).topics();
    }

    /** Sends so many {@link #texts} to a partition of that topic, of the broker that tests share. */
    void produce(int partition, String prefix, int count) {
        SharedBroker.topics().produce(topic(), partition, values(prefix, count));
    }

    static StreamSettings untilCaughtUp() {
        return StreamSettings.defaults().ending(StreamSettings.Until.CAUGHT_UP, Optional.of(Duration.ofSeconds(60)));
    }

    /** Until caught up, with a new chain for this topic or partition of one. */
    static StreamSettings opening(String part) {
        return untilCaughtUp().deciding(Set.of(), Set.of(TopicPart.parse(part).orElseThrow()));
    }

    static StreamSettings committingOften() {
        return StreamSettings.defaults().committingAfter(Duration.ofMillis(200));
    }

    StreamIngest ingest(StreamSettings settings, StreamListener listener) {
        return new StreamIngest(
                project.connections(), project.datasets(), context(), Recorder.NONE, settings, listener);
    }

    /** Reads all there is. */
    StreamReport catchUp() throws EiderException {
        return ingest(untilCaughtUp(), StreamListener.NONE).run();
    }

    /** Reads all there is, and meets one incident, of this kind. */
    Incident meet(Incident.Kind kind) throws EiderException {
        List<Incident> incidents = catchUp().incidents();
        assertThat(incidents).extracting(Incident::kind).containsExactly(kind);
        return incidents.get(0);
    }

    StreamReport run(StreamSettings settings) throws EiderException {
        return ingest(settings, StreamListener.NONE).run();
    }

    /** Runs in a thread of its own. */
    CompletableFuture<StreamReport> start(StreamSettings settings) {
        return start(ingest(settings, StreamListener.NONE));
    }

    static CompletableFuture<StreamReport> start(StreamIngest ingest) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ingest.run();
            } catch (EiderException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Waits until raw holds so many values of a partition. */
    void awaitValues(int partition, int count) {
        await().atMost(AWAIT_MAX).until(() -> values(partition).size() == count);
    }

    /** Commits offsets up to this one as if they had been read, of a log that has lost them since. */
    void pretend(int partition, long end) throws EiderException {
        Manifest last = manifests(EVENTS).stream()
                .filter(m -> m.offsets().orElseThrow().chain().partition() == partition)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        OffsetRange before = last.offsets().orElseThrow();
        OffsetRange range = new OffsetRange(
                before.topic(),
                before.chain(),
                before.end(),
                end,
                0,
                end - before.end(),
                0,
                before.leaderEpoch(),
                before.firstTime());
        Manifest manifest = Manifests.raw(
                Revision.raw(before.chain().batch(EVENTS, before.end()), 1),
                last.sliceStart(),
                last.sliceEnd(),
                List.of(),
                last.contract(),
                last.committedAt(),
                Optional.of(range));
        context().ledger().commit(manifest, Clock.systemUTC().instant());
    }

    /** Ranges of a partition, in the order of offsets. */
    List<OffsetRange> ranges(int partition) throws EiderException {
        return manifests(EVENTS).stream()
                .map(manifest -> manifest.offsets().orElseThrow())
                .filter(range -> range.chain().partition() == partition)
                .toList();
    }

    OffsetRange lastRange(int partition) throws EiderException {
        List<OffsetRange> ranges = ranges(partition);
        return ranges.get(ranges.size() - 1);
    }

    List<Manifest> manifests(DatasetName dataset) throws EiderException {
        BucketLedger ledger = new BucketLedger(bucket, Clock.systemUTC());
        List<Manifest> manifests = new ArrayList<>();
        for (Revision revision : ledger.current(dataset, StageName.RAW)) {
            assertThat(ChainId.of(revision.batch())).isPresent();
            manifests.add(ledger.open(revision));
        }
        return manifests;
    }

    List<String> values(int partition) throws Exception {
        return values(EVENTS, partition);
    }

    /** The values that raw holds of a partition, in order; each range begins where the one before ended. */
    List<String> values(DatasetName dataset, int partition) throws Exception {
        List<String> values = new ArrayList<>();
        long end = -1;
        ChainId chain = null;
        for (Manifest manifest : manifests(dataset)) {
            OffsetRange range = manifest.offsets().orElseThrow();
            if (range.chain().partition() != partition) {
                continue;
            }
            if (range.chain().equals(chain)) {
                assertThat(range.from()).as("begin of %s", range).isEqualTo(end);
            }
            chain = range.chain();
            end = range.end();
            List<String> held = values(manifest);
            assertThat(held).hasSize((int) range.records());
            values.addAll(held);
        }
        return values;
    }

    private List<String> values(Manifest manifest) throws EiderException, IOException {
        List<String> values = new ArrayList<>();
        for (StoredFile file : manifest.outputs(StoredFile.Role.RECORDS)) {
            try (InputStream in = bucket.open(file.key(), Range.ALL);
                    FrameFormat.FrameCursor cursor = new FrameFormat().open(in, limits)) {
                while (cursor.next()) {
                    values.add(new String(cursor.buffer(), cursor.offset(), cursor.length(), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }
}
