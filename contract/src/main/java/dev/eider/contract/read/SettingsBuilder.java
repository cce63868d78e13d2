package dev.eider.contract.read;

import dev.eider.contract.Connection;
import dev.eider.contract.Limits;
import dev.eider.contract.MaskKey;
import dev.eider.contract.Project.WarehouseSettings;
import dev.eider.contract.Retention;
import dev.eider.contract.Secret;
import dev.eider.contract.StorageSettings;
import dev.eider.contract.TopicSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the settings' parts of a project of an eider.yaml without problems. */
final class SettingsBuilder {
    static final String BUCKET = "./data";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int KEEP = 10;
    private static final Block NOTHING = new Block(new Value.Mapping(java.util.List.of(), At.FILE));

    private final Path root;
    private final Block settings;

    SettingsBuilder(Path root, Settings settings) {
        this.root = root;
        this.settings = settings.root();
    }

    String name() {
        return settings.text("project").orElseGet(() -> String.valueOf(root.getFileName()));
    }

    ZoneId timezone() {
        return ZoneId.of(settings.text("timezone", "UTC"));
    }

    String bucket() {
        String bucket = settings.text("bucket", BUCKET);
        return SettingsCheck.isUrl(bucket) ? bucket : folder(bucket).toString();
    }

    StorageSettings storage() {
        Block storage = section("storage");
        return new StorageSettings(
                storage.text("credentials").map(this::folder),
                storage.text("requester_pays"),
                storage.text("kms_key"),
                storage.text("storage_class"),
                storage.text("endpoint").flatMap(SettingsCheck::uri),
                storage.text("region"),
                StorageSettings.Addressing.valueOf(
                        storage.text("addressing", "host").toUpperCase(Locale.ROOT)));
    }

    Retention retention() {
        Block retention = section("retention");
        return new Retention(span(retention, "raw"), span(retention, "error"), span(retention, "superseded"));
    }

    private static Retention.Span span(Block retention, String zone) {
        Block span = retention.block(zone).orElse(NOTHING);
        return new Retention.Span(
                span.text("archive_after").map(Units::duration),
                span.text("delete_after").map(Units::duration));
    }

    Optional<MaskKey> maskKey() {
        return settings.text("mask_key").map(MaskKey::of);
    }

    Optional<URI> pushgateway() {
        return section("metrics").text("pushgateway").flatMap(SettingsCheck::uri);
    }

    WarehouseSettings warehouse() {
        Block warehouse = section("warehouse");
        return new WarehouseSettings(
                folder(warehouse.text("work", ".eider/work")),
                (int) warehouse.whole("keep", KEEP),
                warehouse.text("storage_version", "v1.4.0"));
    }

    Path scratch() {
        return folder(section("limits").text("scratch", ".eider/scratch"));
    }

    Limits limits() {
        Block limits = section("limits");
        Limits defaults = Limits.defaults();
        return new Limits(
                bytes(limits, "memory", defaults.memoryMax()),
                (int) limits.whole("threads", defaults.threads()),
                bytes(limits, "file_size", defaults.fileBytesMax()),
                (int) Math.min(Integer.MAX_VALUE, bytes(limits, "record_size", defaults.recordBytesMax())),
                bytes(limits, "page_size", defaults.pageBytesMax()),
                defaults.envelopeBytesMax(),
                defaults.expansionMax(),
                defaults.depthMax(),
                defaults.nameLengthMax(),
                defaults.numberLengthMax(),
                (int) limits.whole("dates_per_batch", defaults.datesPerBatchMax()),
                defaults.errorBufferBytesMax(),
                bytes(limits, "scratch_size", defaults.scratchBytesMax()));
    }

    Map<String, Connection> connections() {
        Map<String, Connection> connections = new LinkedHashMap<>();
        for (Value.Entry entry : settings.entries("connections")) {
            connections.put(
                    entry.key(), connection(entry.key(), Block.of(entry.value()).orElseThrow()));
        }
        return connections;
    }

    private Connection connection(String name, Block connection) {
        return connection.text("type", "").equals(SourceKind.KAFKA.type())
                ? kafka(name, connection)
                : api(name, connection);
    }

    private Connection.Kafka kafka(String name, Block connection) {
        return new Connection.Kafka(
                name,
                connection.text("bootstrap_servers").orElseThrow().replaceAll("\\s", ""),
                connection.text("schema_registry").flatMap(SettingsCheck::uri),
                connection.text("group_id").orElseGet(() -> name() + "-eider"),
                connection.names("properties"),
                topics(connection));
    }

    private static Map<String, TopicSettings> topics(Block connection) {
        Map<String, TopicSettings> topics = new LinkedHashMap<>();
        for (Value.Entry entry : connection.entries("topics")) {
            Block.of(entry.value()).ifPresent(topic -> topics.put(entry.key(), topic(topic)));
        }
        return topics;
    }

    private static TopicSettings topic(Block topic) {
        return new TopicSettings(
                topic.whole("partitions").map(Math::toIntExact),
                topic.whole("replication_factor").map(Math::toIntExact),
                topic.whole("min_insync_replicas").map(Math::toIntExact),
                topic.text("retention")
                        .map(text -> text.equals("forever") ? TopicSettings.FOREVER : Units.duration(text)),
                topic.text("cleanup_policy"),
                topic.text("compression_type"));
    }

    private static Connection.Api api(String name, Block connection) {
        return new Connection.Api(
                name,
                URI.create(connection.text("base_url").orElseThrow()),
                connection.block("auth").map(SettingsBuilder::auth).orElse(new Connection.Auth.None()),
                connection.names("headers"),
                connection.text("rate_limit").map(Units::perSecond),
                connection.block("retry").map(SettingsBuilder::retry).orElse(Connection.Retry.DEFAULT),
                connection.text("timeout").map(Units::duration).orElse(TIMEOUT));
    }

    private static Connection.Auth auth(Block auth) {
        return switch (auth.text("type", "")) {
            case "bearer" -> new Connection.Auth.Bearer(secret(auth, "token"));
            case "api_key" ->
                new Connection.Auth.ApiKey(
                        auth.text("name").orElseThrow(),
                        secret(auth, "api_key"),
                        Connection.Auth.Location.valueOf(
                                auth.text("location", "header").toUpperCase(Locale.ROOT)));
            default -> new Connection.Auth.None();
        };
    }

    private static Connection.Retry retry(Block retry) {
        return new Connection.Retry(
                (int) retry.whole("attempts", Connection.Retry.DEFAULT.attempts()),
                retry.text("budget").map(Units::duration).orElse(Connection.Retry.DEFAULT.budget()));
    }

    private static Secret secret(Block block, String key) {
        return new Secret(block.text(key).orElseThrow());
    }

    private static long bytes(Block limits, String key, long otherwise) {
        return limits.text(key).map(Units::bytes).orElse(otherwise);
    }

    private Block section(String key) {
        return settings.block(key).orElse(NOTHING);
    }

    private Path folder(String path) {
        return root.resolve(path).normalize();
    }
}
