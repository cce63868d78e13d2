package dev.eider.zones;

import dev.eider.contract.DatasetName;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of all objects of the zones, in one place. A part's name is unique by its writer's nonce. */
public final class ZoneLayout {
    /** Folder of the raw records and pages. */
    public static final String RAW = "staging/raw/";

    /** Folder of the valid rows. */
    public static final String CLEAN = "staging/clean/";

    /** Folder of the rejected and superseded records. */
    public static final String ERROR = "staging/error/";

    /** Folder of the commits. */
    public static final String MANIFESTS = "manifests/";

    /** Folder of the archives of old commits, apart from those that are listed all the time. */
    public static final String ARCHIVES = "archives/";

    /** Folder of the beginnings of chains. */
    public static final String CHAINS = "chains/";

    private static final String MANIFEST_END = ".json";
    private static final Pattern LABEL = Pattern.compile("(?:(\\d{4})-)?(\\d{4})");
    private static final Pattern ARCHIVE = Pattern.compile("(\\d{6})\\.json\\.zst");

    /** Dataset, zone, batch, revision, nonce, number. */
    private static final Pattern PART = Pattern.compile(
            "([a-z][a-z0-9_]*)_(raw|pages|schemas|clean|errors)-(.+?)-(\\d{4}(?:-\\d{4})?)-([a-z0-9]+)-(\\d{5,})\\.(?:json|json\\.zst|parquet)");

    private ZoneLayout() {}

    /** {@code manifests/transaction/raw/2025-04-06/0002.json}. */
    public static ObjectKey manifest(Revision revision) {
        return new ObjectKey(manifests(revision.batch(), revision.stage()) + revision.label() + MANIFEST_END);
    }

    /** Where the manifests of a dataset's stage stand. */
    public static String manifests(DatasetName dataset, StageName stage) {
        return MANIFESTS + dataset + "/" + stage.folder() + "/";
    }

    /** Where the manifests of one batch's stage stand. */
    public static String manifests(BatchId batch, StageName stage) {
        return manifests(batch.dataset(), stage) + batch.slice() + "/";
    }

    /** The revision that a manifest's name states; empty for other names. */
    public static Optional<Revision> revision(DatasetName dataset, StageName stage, ObjectKey key) {
        String folder = manifests(dataset, stage);
        String value = key.value();
        int slash = value.lastIndexOf('/');
        if (!value.startsWith(folder) || slash <= folder.length()) {
            return Optional.empty();
        }
        String slice = value.substring(folder.length(), slash);
        String name = key.name();
        if (slice.contains("/") || !name.endsWith(MANIFEST_END)) {
            return Optional.empty();
        }
        String label = name.substring(0, name.length() - MANIFEST_END.length());
        return revision(new BatchId(dataset, slice), stage, label);
    }

    /** The batch's revision of a label like {@code 0002} or {@code 0002-0001}; empty for what is none. */
    static Optional<Revision> revision(BatchId batch, StageName stage, String text) {
        Matcher label = LABEL.matcher(text);
        if (!label.matches() || (label.group(1) == null) != (stage == StageName.RAW)) {
            return Optional.empty();
        }
        int number = Integer.parseInt(label.group(2));
        int input = label.group(1) == null ? 0 : Integer.parseInt(label.group(1));
        if (number == 0 || (stage == StageName.STAGE && input == 0)) {
            return Optional.empty();
        }
        return Optional.of(new Revision(batch, stage, input, number));
    }

    /** Where the archives of a dataset's stage stand. */
    static String archives(DatasetName dataset, StageName stage) {
        return ARCHIVES + dataset + "/" + stage.folder() + "/";
    }

    /** {@code archives/transaction/raw/000001.json.zst}. */
    static ObjectKey archive(DatasetName dataset, StageName stage, int number) {
        return new ObjectKey(archives(dataset, stage) + String.format(Locale.ROOT, "%06d", number) + ".json.zst");
    }

    /** Where the beginnings of a dataset's chains stand. */
    static String chains(DatasetName dataset) {
        return CHAINS + dataset + "/";
    }

    /** {@code chains/transaction/<topic id>-00003-01.json}. */
    static ObjectKey chain(DatasetName dataset, ChainId chain) {
        return new ObjectKey(chains(dataset) + chain + MANIFEST_END);
    }

    /** The chain whose beginning an object states; empty for other names. */
    static Optional<ChainId> chain(ObjectKey key) {
        String name = key.name();
        return name.endsWith(MANIFEST_END)
                ? ChainId.parse(name.substring(0, name.length() - MANIFEST_END.length()))
                : Optional.empty();
    }

    /** The number that an archive's name states; empty for other names. */
    static OptionalInt archiveNumber(ObjectKey key) {
        Matcher name = ARCHIVE.matcher(key.name());
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }

    /** The revision by which a part was written, whether committed or not; empty for what is no part. */
    static Optional<Revision> revisionOfPart(ObjectKey key) {
        Matcher name = PART.matcher(key.name());
        if (!name.matches() || !DatasetName.isValid(name.group(1))) {
            return Optional.empty();
        }
        String zone = name.group(2);
        StageName stage =
                zone.equals("raw") || zone.equals("pages") || zone.equals("schemas") ? StageName.RAW : StageName.STAGE;
        String slice = name.group(3);
        String label = name.group(4);
        int dash = label.indexOf('-');
        if (stage == StageName.RAW && dash > 0) {
            // A batch's name may end like a label.
            slice += "-" + label.substring(0, dash);
            label = label.substring(dash + 1);
        }
        return revision(new BatchId(new DatasetName(name.group(1)), slice), stage, label);
    }

    /** A part of raw records. */
    public static ObjectKey rawRecords(Revision revision, LocalDate folder, String nonce, int part) {
        return part(RAW + folder, "raw", revision, nonce, part, "json.zst");
    }

    /** A part of the responses that raw records came in. */
    public static ObjectKey rawPages(Revision revision, LocalDate folder, String nonce, int part) {
        return part(RAW + folder, "pages", revision, nonce, part, "json.zst");
    }

    /** A part of schemas that raw records were written with. */
    public static ObjectKey rawSchemas(Revision revision, LocalDate folder, String nonce, int part) {
        return part(RAW + folder, "schemas", revision, nonce, part, "json.zst");
    }

    /** A file of valid rows of one event date. */
    public static ObjectKey clean(Revision revision, LocalDate eventDate, String nonce, int part) {
        return part(CLEAN + eventDate, "clean", revision, nonce, part, "parquet");
    }

    /** A file of valid rows of several event dates with few rows each. */
    public static ObjectKey cleanMixed(Revision revision, String nonce, int part) {
        return part(CLEAN + "mixed", "clean", revision, nonce, part, "parquet");
    }

    /** A file of error records. */
    public static ObjectKey errors(Revision revision, LocalDate folder, String nonce, int part) {
        return part(ERROR + folder, "errors", revision, nonce, part, "json");
    }

    private static ObjectKey part(
            String folder, String zone, Revision revision, String nonce, int part, String extension) {
        BatchId batch = revision.batch();
        return new ObjectKey(folder + "/" + batch.dataset() + "_" + zone + "-" + batch.slice() + "-" + revision.label()
                + "-" + nonce + "-" + String.format(Locale.ROOT, "%05d", part) + "." + extension);
    }
}
