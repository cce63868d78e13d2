package dev.eider.contract.read;

import static dev.eider.contract.read.Words.DAYS;
import static dev.eider.contract.read.Words.DURATION;
import static dev.eider.contract.read.Words.FOLDER;
import static dev.eider.contract.read.Words.HEADER;
import static dev.eider.contract.read.Words.LABEL;
import static dev.eider.contract.read.Words.PARAM;
import static dev.eider.contract.read.Words.PLACE;
import static dev.eider.contract.read.Words.PROPERTY;
import static dev.eider.contract.read.Words.RATE;
import static dev.eider.contract.read.Words.SCALAR;
import static dev.eider.contract.read.Words.SECRET;
import static dev.eider.contract.read.Words.SERVERS;
import static dev.eider.contract.read.Words.SIZE;
import static dev.eider.contract.read.Words.TEXT;
import static dev.eider.contract.read.Words.TOPIC;
import static dev.eider.contract.read.Words.URL;
import static dev.eider.contract.read.Words.ZONE;
import static dev.eider.contract.read.Words.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of eider.yaml. */
final class ProjectVocabulary {
    static final String FILE = "eider.yaml";

    static final Shape.Variants AUTH =
            new Shape.Variants(auths(), List.of("http_basic", "oauth2_client_credentials", "jwt", "session_token"));

    static final Section RETRY = Section.of(
            "retry",
            Key.of("attempts", whole(1, 100), "Most tries of one request. Default 8."),
            Key.of("budget", DURATION, "Most time spent on one request, waits included. Default 15m."));

    static final Section WAREHOUSE = Section.of(
            "warehouse",
            Key.of("work", FOLDER, "Folder of the loader's private file. Default .eider/work."),
            Key.of("keep", whole(1, 10_000), "Generations kept. Default 10."),
            Key.of(
                    "storage_version",
                    Shape.Text.quotable("v[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}", "a version such as v1.4.0"),
                    "DuckDB storage version that readers open. Default v1.4.0."),
            Key.of(
                    "constraints",
                    Shape.Choice.of("audited").planned("declared"),
                    "How keys are kept on the published copy. Default audited."));

    static final Section LIMITS = Section.of(
            "limits",
            Key.of("memory", SIZE, "What DuckDB may use."),
            Key.of("threads", whole(1, 1_024), "Threads of a stage."),
            Key.of("scratch", FOLDER, "Folder for files under work. Default .eider/scratch."),
            Key.of(
                    "scratch_size",
                    SIZE,
                    "Most bytes of a gs:// or s3:// bucket that a load copies there. Default 16GiB."),
            Key.of("file_size", SIZE, "Size at which a file rolls, before compression. Default 128MiB."),
            Key.of("record_size", SIZE, "Longest record. Default 16MiB."),
            Key.of("page_size", SIZE, "Longest body of a response. Default 256MiB."),
            Key.of("dates_per_batch", whole(1, 100_000), "Most event dates in one batch. Default 1000."));

    static final Section STORAGE = Section.of(
            "storage",
            Key.of("credentials", FOLDER, "File of a service account's key, or of profiles."),
            Key.of("requester_pays", LABEL, "Project that pays for requests; with s3:// any word."),
            Key.of("kms_key", TEXT, "Name of the key that new objects are encrypted with."),
            Key.of("storage_class", LABEL, "Class of new objects. Default: the bucket's."),
            Key.of("endpoint", URL, "URL of a store that speaks the same protocol."),
            Key.of("region", LABEL, "Region of the bucket."),
            Key.of("addressing", Shape.Choice.of("host", "path"), "Where URLs name an s3:// bucket. Default host."));

    static final Section RETENTION = Section.of(
            "retention",
            Key.of("raw", new Shape.Nested(span("raw")), "Records and pages as received."),
            Key.of("error", new Shape.Nested(deletion("error")), "Rejected records; never beyond raw."),
            Key.of("superseded", new Shape.Nested(deletion("superseded")), "Revisions that a later one replaced."));

    static final Section METRICS = Section.of(
            "metrics",
            Key.of("pushgateway", URL, "Where metrics are pushed; absent: nothing leaves."),
            Key.planned("otlp", "Where metrics are sent by OTLP."));

    private static final Shape.Text RETENTION_TIME =
            Shape.Text.quotable("[1-9][0-9]{0,8}(s|m|h|d)|forever", "a duration such as 7d, or forever");

    static final Shape.Variants CONNECTION = new Shape.Variants(connections(), List.of("files"));

    /** Keys that an environment cannot change, since contracts are the same in all of them. */
    static final List<String> COMMON = List.of("project", "default_environment", "environments", "timezone", "owner");

    /** One environment's settings, merged. */
    static final Section MERGED = Section.of(
            "project",
            Key.of("project", LABEL, "Name. Default: the folder's."),
            Key.of("default_environment", LABEL, "Environment that is chosen without a word."),
            Key.of("owner", TEXT, "Whom to ask. A dataset may override it."),
            Key.of("timezone", ZONE, "Zone of event dates and intervals. Default UTC."),
            Key.of("engine", Shape.Choice.of("duckdb").planned("spark"), "Who stages. Default duckdb."),
            Key.of("bucket", PLACE, "Folder, gs://bucket/prefix or s3://bucket/prefix of the zones. Default ./data."),
            Key.of(
                    "storage",
                    new Shape.Nested(STORAGE),
                    "How a gs:// or s3:// bucket is reached. Default: as its own tools do."),
            Key.of(
                    "retention",
                    new Shape.Nested(RETENTION),
                    "How long zones keep objects: eider bucket plan, apply, clean."),
            Key.of("mask_key", SECRET, "Key of tokens, at least 16 bytes: a reference, never a literal."),
            Key.of("warehouse", new Shape.Nested(WAREHOUSE), "The loader's settings."),
            Key.of("limits", new Shape.Nested(LIMITS), "Every bound by name."),
            Key.of("metrics", new Shape.Nested(METRICS), "Where metrics go."),
            Key.of("connections", new Shape.Named(LABEL, CONNECTION, "connection"), "Named places outside."),
            Key.planned("schedule", "When datasets run."));

    static final Section ROOT = root();

    private ProjectVocabulary() {}

    private static Section root() {
        List<Key> keys = new ArrayList<>(MERGED.keys());
        List<Key> own =
                MERGED.keys().stream().filter(k -> !COMMON.contains(k.name())).toList();
        Shape.Partial differences = new Shape.Partial(new Section("environment", own));
        keys.add(Key.of(
                "environments",
                new Shape.Named(LABEL, differences, "environment"),
                "Differences by environment, merged key by key."));
        return new Section("project", keys);
    }

    private static Section span(String zone) {
        return Section.of(
                zone,
                Key.of("archive_after", DAYS, "Age at which they go to the archive class. Default never."),
                Key.of("delete_after", DAYS, "Age at which they are deleted. Default never."));
    }

    private static Section deletion(String zone) {
        return Section.of(zone, Key.of("delete_after", DAYS, "Age at which they are deleted. Default never."));
    }

    private static Map<String, Section> connections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put(SourceKind.API.type(), api());
        sections.put(SourceKind.KAFKA.type(), kafka());
        return sections;
    }

    private static Section kafka() {
        return Section.of(
                "kafka",
                Key.required("type", TEXT, "Kind of place."),
                Key.required("bootstrap_servers", SERVERS, "host:port of brokers, separated by commas."),
                Key.of("schema_registry", URL, "URL of the registry of schemas."),
                Key.of(
                        "group_id",
                        LABEL,
                        "What the names of consumer groups begin with. Default: the project's name and -eider."),
                Key.of(
                        "properties",
                        new Shape.Named(PROPERTY, SCALAR, "property"),
                        "Further properties of Kafka's clients; those that hold a secret take a reference."),
                Key.of(
                        "topics",
                        new Shape.Named(TOPIC, new Shape.Nested(topic()), "topic"),
                        "Topics that eider topics makes and keeps, beside those that contracts name."));
    }

    private static Section topic() {
        return Section.of(
                "topic",
                Key.of("partitions", whole(1, 10_000), "How many. Default: three a core, where it is made."),
                Key.of(
                        "replication_factor",
                        whole(1, 15),
                        "Copies. Default: 3, or one a broker where there are fewer."),
                Key.of(
                        "min_insync_replicas",
                        whole(1, 15),
                        "Copies that an acknowledgement waits for. Default: the brokers'."),
                Key.of("retention", RETENTION_TIME, "How long records are kept. Default: the brokers'."),
                Key.of(
                        "cleanup_policy",
                        Shape.Choice.of("delete", "compact"),
                        "How old records go. Default: the brokers'."),
                Key.of(
                        "compression_type",
                        Shape.Choice.of("producer", "none", "lz4", "zstd", "snappy", "gzip"),
                        "How batches are kept. Default: the brokers'."));
    }

    private static Section api() {
        return Section.of(
                "api",
                Key.required("type", TEXT, "Kind of place."),
                Key.required("base_url", URL, "URL that paths are put behind."),
                Key.of("auth", AUTH, "How requests say who asks. Default: not at all."),
                Key.of("headers", new Shape.Named(HEADER, SCALAR, "header"), "Headers of each request."),
                Key.of("rate_limit", RATE, "Most requests in a time, by all datasets together."),
                Key.of("retry", new Shape.Nested(RETRY), "When to try again."),
                Key.of("timeout", DURATION, "Longest wait for an answer. Default 30s."),
                Key.planned("tls", "Own certificates."));
    }

    private static Map<String, Section> auths() {
        Key type = Key.required("type", TEXT, "How requests say who asks.");
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("none", Section.of("none", type));
        sections.put("bearer", Section.of("bearer", type, Key.required("token", SECRET, "Bearer token: a reference.")));
        sections.put(
                "api_key",
                Section.of(
                        "api_key",
                        type,
                        Key.required("name", PARAM, "Name of the header or parameter."),
                        Key.required("api_key", SECRET, "The key: a reference."),
                        Key.of("location", Shape.Choice.of("header", "query"), "Where it stands. Default header.")));
        return sections;
    }
}
