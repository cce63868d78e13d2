package dev.eider.contract.read;

import static dev.eider.contract.read.Words.BESIDE;
import static dev.eider.contract.read.Words.DAY;
import static dev.eider.contract.read.Words.HEADER;
import static dev.eider.contract.read.Words.IDENTIFIER;
import static dev.eider.contract.read.Words.IDENTIFIERS;
import static dev.eider.contract.read.Words.LABEL;
import static dev.eider.contract.read.Words.NUMBER;
import static dev.eider.contract.read.Words.PARAM;
import static dev.eider.contract.read.Words.PATH;
import static dev.eider.contract.read.Words.SCALAR;
import static dev.eider.contract.read.Words.SHARE;
import static dev.eider.contract.read.Words.TABLE;
import static dev.eider.contract.read.Words.TEXT;
import static dev.eider.contract.read.Words.TOPIC;
import static dev.eider.contract.read.Words.TRUTH;
import static dev.eider.contract.read.Words.ZONE;
import static dev.eider.contract.read.Words.whole;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of a dataset's file. */
final class DatasetVocabulary {
    private static final int COUNT_MAX = Integer.MAX_VALUE;
    private static final long RECORDS_MAX = 1_000_000_000_000_000L;

    private static final Key MAXIMUM_PAGE =
            Key.of("maximum_page", whole(1, 100_000_000), "Guard: reaching it is an error. Default 10000.");

    static final Shape.Variants PAGINATOR =
            new Shape.Variants(paginators(), List.of("offset", "header_cursor", "json_link", "keyset"));

    static final Section INCREMENTAL = Section.of(
            "incremental",
            Key.required("start", DAY, "First day of the first interval, in the dataset's time zone."),
            Key.of("interval", Shape.Choice.of("hour", "day", "week", "month"), "Length of an interval. Default day."),
            Key.of("lookback", whole(0, 10_000), "Earlier intervals read again as new revisions. Default 0."),
            Key.of("parallel", whole(1, 64), "Intervals read at once. Default 1."));

    static final Section SOURCE = Section.of(
            "source",
            Key.required("connection", LABEL, "Entry of connections in eider.yaml."),
            Key.required(
                    "path",
                    Shape.Text.quotable(
                            "/[^\\s?#]*", "a path below base_url, beginning with /, without blanks, ? and #"),
                    "Path below the connection's base_url; may hold {interval.start:%Y-%m-%d}."),
            Key.of("params", new Shape.Named(PARAM, SCALAR, "parameter"), "Query parameters, filled like the path."),
            Key.of("headers", new Shape.Named(HEADER, SCALAR, "header"), "Headers of each request; never a secret."),
            Key.of("data_selector", PATH, "Path to the records in a body. Default $."),
            Key.required("paginator", PAGINATOR, "How the API is read to its end."),
            Key.of("total_path", PATH, "Where the API states how many records there are: compared, never trusted."),
            Key.of("incremental", new Shape.Nested(INCREMENTAL), "Intervals; without it each run is a full snapshot."),
            Key.of(
                    "on_bad_page",
                    Shape.Choice.of("fail", "skip"),
                    "What to do with a response that is no page of records. Default fail."),
            Key.planned("method", "GET or POST."),
            Key.planned("json", "Body of a POST."),
            Key.planned("response_actions", "What a status or a content means."),
            Key.planned("for_each", "Placeholders filled from a list or from another dataset."),
            Key.planned("report", "Report jobs: create, poll, download."),
            Key.planned("resume", "Go on after a kill from the last stored part."),
            Key.planned("compression", "Compression of files."),
            Key.planned("csv", "CSV dialect."),
            Key.planned("once", "What decides that a file was seen."));

    static final Section TOPIC_SOURCE = Section.of(
                    "source",
                    Key.required("connection", LABEL, "Entry of connections in eider.yaml."),
                    Key.of("topic", TOPIC, "Kafka topic."),
                    Key.of(
                            "topic_pattern",
                            TEXT,
                            "RE2 expression that whole names of topics match; its named groups are fields of $meta."),
                    Key.of("format", Shape.Choice.of("json", "avro", "protobuf"), "Format of values. Default json."),
                    Key.of(
                            "key_format",
                            Shape.Choice.of("string", "json", "avro", "protobuf"),
                            "Format of keys. Default string."),
                    Key.of(
                            "schema_file",
                            BESIDE,
                            "File beside the contract that holds the schema of values, where no registry tells it."),
                    Key.of(
                            "tombstones",
                            Shape.Choice.of("exclude", "reject").planned("delete"),
                            "What a record without a value means. Default reject."))
            .withOneOf("topic", "topic_pattern");

    private static final Shape.ByConnection ANY_SOURCE = new Shape.ByConnection(sources());

    static final Shape.Text TYPE = Shape.Text.quotable("\\S.*", "a type such as string, bigint or decimal(18,2)");

    static final Section FIELD = Section.of(
            "field",
            Key.required(
                    "type", TYPE, "boolean integer bigint decimal(p,s) double string date time timestamp uuid json."),
            Key.of(
                    "from",
                    new Shape.Listing(Words.TEXT),
                    "Path to the value, $meta.x for what came with a record. Default: the member of the field's name."),
            Key.of(
                    "required",
                    TRUTH,
                    "Whether a value must be there. Default false; keys and event time are required."),
            Key.of("enum", new Shape.Listing(SCALAR), "Values that are allowed."),
            Key.of("pattern", TEXT, "RE2 expression that the whole text matches."),
            Key.of("minimum", NUMBER, "Least number."),
            Key.of("maximum", NUMBER, "Greatest number."),
            Key.of("min_length", whole(0, COUNT_MAX), "Least number of characters."),
            Key.of("max_length", whole(0, COUNT_MAX), "Greatest number of characters."),
            Key.of("mask", Shape.Choice.of("last4", "token", "redact"), "How a private value is shown."),
            Key.of("description", TEXT, "Comment of the column."),
            Key.of("format", new Shape.Listing(TEXT), "Pictures of a date or time, as strptime has them: %d/%m/%Y."),
            Key.planned("null_values", "Texts that mean null."),
            Key.planned("trim", "Whether blanks around a text go."),
            Key.planned("default", "Value for a missing one."),
            Key.of(
                    "derive",
                    new Shape.Listing(TEXT),
                    "Stable id of [$meta.topic, $meta.partition, $meta.offset], and $meta.timestamp behind them."));

    static final Section QUALITY = Section.of(
            "quality",
            Key.of("max_rejected", SHARE, "Greatest share of rejected records. Default 0%."),
            Key.of("min_records", whole(0, RECORDS_MAX), "Fewest records. Default 0."),
            Key.of("max_unknown_fields", whole(0, RECORDS_MAX), "Most members that no field reads. Default: any."));

    private static final Shape.Choice HISTORY = Shape.Choice.of("overwrite").planned("scd2");

    static final Section USE = Section.of(
            "dimension",
            Key.required("natural_key", IDENTIFIER, "Field that identifies a member."),
            Key.of("attributes", IDENTIFIERS, "Fields that describe a member. Default none."),
            Key.of("history", HISTORY, "What becomes of earlier values. Default overwrite."),
            Key.planned("hard_deletes", "What a missing key means."));

    static final Section STAR = Section.of(
            "star",
            Key.of("fact", TABLE, "Fact table that the dataset feeds."),
            Key.of("dimension", TABLE, "Dimension table that the dataset feeds."),
            Key.of(
                    "dimensions",
                    new Shape.Named(TABLE, new Shape.Abbreviated(IDENTIFIER, USE), "dimension"),
                    "Of a fact: a field for a dimension declared elsewhere, or a mapping that declares it."),
            Key.of(
                    "measures",
                    IDENTIFIERS,
                    "Fields of a fact that are added up. Default: remaining decimals and doubles."),
            Key.of("attributes", IDENTIFIERS, "Further fields. Default: the rest."),
            Key.of("natural_key", IDENTIFIER, "Of a dimension: field that facts refer to. Default: the primary key."),
            Key.of("history", HISTORY, "Of a dimension: what becomes of earlier values. Default overwrite."),
            Key.planned("hard_deletes", "What a missing key means."));

    static final Section ROOT = Section.of(
                    "dataset",
                    Key.required("dataset", IDENTIFIER, "Name; that of the file."),
                    Key.of("description", TEXT, "What a record is."),
                    Key.of("owner", TEXT, "Whom to ask."),
                    Key.of("version", whole(1, 1_000_000), "Version of the contract. Default 1."),
                    Key.of(
                            "timezone",
                            ZONE,
                            "Zone of event dates, intervals and times without offset. Default: eider.yaml's."),
                    Key.of("engine", Shape.Choice.of("duckdb").planned("spark"), "Who stages. Default: eider.yaml's."),
                    Key.of("source", ANY_SOURCE, "Where the records come from."),
                    Key.of(
                            "sources",
                            new Shape.Named(IDENTIFIER, ANY_SOURCE, "source"),
                            "An API for the history and a topic for what is new, by names of your own."),
                    Key.of(
                            "primary_key",
                            IDENTIFIERS,
                            "Fields that identify a record. Default: a record is its place."),
                    Key.of("event_time", IDENTIFIER, "Field that dates a record. Default: the interval's start."),
                    Key.of("updated_at", TEXT, "Field that tells which of two records with one key is the later."),
                    Key.required(
                            "fields",
                            new Shape.Named(IDENTIFIER, new Shape.Abbreviated(TYPE, FIELD), "field"),
                            "Fields by name."),
                    Key.of(
                            "unknown_fields",
                            Shape.Choice.of("report", "reject"),
                            "What a member that no field reads means. Default report."),
                    Key.of("quality", new Shape.Nested(QUALITY), "The gate that a batch must pass."),
                    Key.of("star", new Shape.Nested(STAR), "What the dataset becomes in the star schema."),
                    Key.planned("schedule", "When it runs."),
                    Key.planned("null_values", "Texts that mean null."),
                    Key.planned("exclude", "Records that are not wanted."),
                    Key.planned("freshness", "How old data may be."))
            .withOneOf("source", "sources");

    private DatasetVocabulary() {}

    private static Map<SourceKind, Section> sources() {
        Map<SourceKind, Section> sections = new EnumMap<>(SourceKind.class);
        sections.put(SourceKind.API, SOURCE);
        sections.put(SourceKind.KAFKA, TOPIC_SOURCE);
        return sections;
    }

    private static Map<String, Section> paginators() {
        Key type = Key.required("type", TEXT, "How the API is paged.");
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("single_page", Section.of("single_page", type));
        sections.put(
                "page_number",
                Section.of(
                        "page_number",
                        type,
                        Key.of("page_param", PARAM, "Parameter that counts pages. Default page."),
                        Key.of("base_page", whole(0, 1), "Number of the first page. Default 1."),
                        MAXIMUM_PAGE));
        sections.put(
                "cursor",
                Section.of(
                        "cursor",
                        type,
                        Key.required("cursor_path", PATH, "Path to the next page's cursor in a body."),
                        Key.of("cursor_param", PARAM, "Parameter that takes the cursor. Default cursor."),
                        MAXIMUM_PAGE));
        sections.put("header_link", Section.of("header_link", type, MAXIMUM_PAGE));
        return sections;
    }
}
