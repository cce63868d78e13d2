package dev.eider.acceptance;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules of the project, as the house rules see them: folder, root package, and whose types they may use. */
enum House {
    CONTRACT("contract", "dev.eider.contract"),
    ZONES("zones", "dev.eider.zones", CONTRACT),
    ZONES_GCS("zones-gcs", "dev.eider.zones.gcs", CONTRACT, ZONES),
    ZONES_S3("zones-s3", "dev.eider.zones.s3", CONTRACT, ZONES),
    METRICS("metrics", "dev.eider.metrics"),
    PAYLOADS("payloads", "dev.eider.payloads", CONTRACT, ZONES),
    INGEST_BATCH("ingest-batch", "dev.eider.ingest.batch", CONTRACT, ZONES, METRICS),
    INGEST_STREAM("ingest-stream", "dev.eider.ingest.stream", CONTRACT, ZONES, METRICS, PAYLOADS),
    STAGING_DUCKDB("staging-duckdb", "dev.eider.staging.duckdb", CONTRACT, ZONES, METRICS),
    CORE_DUCKDB("core-duckdb", "dev.eider.core", CONTRACT, ZONES, METRICS),
    ANALYTICS("analytics", "dev.eider.analytics", CONTRACT, ZONES, METRICS, CORE_DUCKDB),
    CLI(
            "cli",
            "dev.eider.cli",
            CONTRACT,
            ZONES,
            METRICS,
            PAYLOADS,
            INGEST_BATCH,
            INGEST_STREAM,
            STAGING_DUCKDB,
            CORE_DUCKDB,
            ANALYTICS),
    SANDBOX("sandbox", "dev.eider.sandbox"),
    SANDBOX_KAFKA("sandbox-kafka", "dev.eider.sandbox.kafka", SANDBOX),
    ACCEPTANCE("acceptance", "dev.eider.acceptance");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    final String folder;
    final String rootPackage;
    final Set<House> mayUse;

    House(String folder, String rootPackage, House... mayUse) {
        this.folder = folder;
        this.rootPackage = rootPackage;
        this.mayUse = Set.of(mayUse);
    }

    /** Everything of this module, for ArchUnit. */
    String packages() {
        return rootPackage + "..";
    }

    Path path() {
        return root().resolve(folder);
    }

    static Path root() {
        return Path.of(System.getProperty("eider.root"));
    }

    /** The folders that the parent pom lists. */
    static List<String> modulesOfThePom() {
        try {
            return MODULE.matcher(Files.readString(root().resolve("pom.xml")))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compiled main classes of all modules, read from their folders: jars on the classpath would mix in tests. */
    static JavaClasses mainClasses() {
        List<Path> folders = Stream.of(values())
                .map(module -> module.path().resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter().importPaths(folders);
    }
}
