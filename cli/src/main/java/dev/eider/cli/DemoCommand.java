package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.batch.IngestPlan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The whole path on a bank that misbehaves, in one command. */
@Command(
        name = "demo",
        description = "Bring 90 days of a sandbox bank, with faults and dirty records, through the whole path.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider demo              into ./demo; a second time there is nothing to do",
            "  eider demo /tmp/bank",
            "  eider demo --gcs        the zones in Google Cloud Storage, emulated on this machine"
        })
final class DemoCommand implements Callable<Integer> {
    private static final String TOKEN = "demo-token";
    /** Where the address in the demo's .env points; nothing listens there until `eider sandbox --port` does. */
    private static final int PORT = 8080;

    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 6);
    private static final int DAYS_MAX = 3_660;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = "demo",
            description = "Folder of the demo (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("demo");

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Days of the bank's life (default: ${DEFAULT-VALUE}).",
            defaultValue = "90")
    private int days;

    @Option(
            names = "--faults",
            paramLabel = "SHARE",
            description = "Share of requests that fail (default: 4%%).",
            defaultValue = "4%")
    private String faults = "4%";

    @ArgGroup
    private @Nullable Zones zones;

    /** Where the zones live. */
    private static final class Zones {
        @Option(
                names = "--bucket",
                paramLabel = "URL",
                description = "Keep the zones in this bucket: gs://bucket/prefix or s3://bucket/prefix.")
        private @Nullable String url;

        @Option(names = "--gcs", description = "Keep the zones in an emulator of Google Cloud Storage (needs Go once).")
        private boolean isEmulated;
    }

    private final Surroundings surroundings;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.of(surroundings);
        Path root = folder.toAbsolutePath().normalize();
        NewProject.complete(installation.example("bank"), root);
        NewProject.write(root.resolve(".env"), "BANK_URL=http://127.0.0.1:" + PORT + "\nBANK_TOKEN=" + TOKEN + "\n");
        if (days < 1 || days > DAYS_MAX) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT, "Invalid --days: " + days + " (1 to " + DAYS_MAX + ")");
        }
        try (DemoBucket bucket = bucket(installation, root)) {
            return run(installation, root, bucket);
        }
    }

    private DemoBucket bucket(Installation installation, Path root) throws EiderException {
        if (zones == null) {
            return DemoBucket.folder();
        }
        return zones.isEmulated || zones.url == null
                ? DemoBucket.emulated(installation, root.resolve(".eider/gcs"), surroundings.console())
                : DemoBucket.at(zones.url);
    }

    private int run(Installation installation, Path root, DemoBucket bucket) throws EiderException {
        IngestPlan.Scope slices = new IngestPlan.Scope.Between(
                FIRST_DAY.toString(), FIRST_DAY.plusDays(days - 1L).toString());
        Scope scope = new Scope(Optional.empty(), slices, Scope.Again.NO);
        Surroundings nowhere = surroundings.with(variables("http://127.0.0.1:9", bucket));
        try (Session session = Session.open(ProjectOptions.at(root).read(nowhere), nowhere)) {
            if (new Planner(session).plan(scope).isEmpty()) {
                Console console = surroundings.console();
                console.line(console.green("up to date") + "  " + folder + " holds all " + days
                        + " days; nothing was changed");
                tryNext();
                return 0;
            }
        }
        try (SandboxProcess bank = SandboxProcess.start(installation, TOKEN, bank())) {
            Surroundings here = surroundings.with(variables(bank.baseUrl().toString(), bucket));
            try (Session session = Session.open(ProjectOptions.at(root).read(here), here)) {
                Plan plan = new Planner(session).plan(scope);
                surroundings
                        .console()
                        .note("A bank answers on " + bank.baseUrl() + ", with faults; "
                                + plan.steps().size() + " steps to go");
                int status = new Execution(session, here, new ProjectOptions()).run(plan);
                Questions.of(root).answer(session, surroundings.console());
                tryNext();
                return status;
            }
        }
    }

    private List<String> bank() {
        return List.of(
                "--from",
                FIRST_DAY.toString(),
                "--days",
                String.valueOf(days),
                "--accounts",
                "2000",
                "--faults",
                faults,
                "--dirty",
                "0.8%",
                "--repeats",
                "0.5%",
                "--retry-after",
                "1",
                "--slow-for",
                "50");
    }

    private Map<String, String> variables(String url, DemoBucket bucket) {
        Map<String, String> variables = new HashMap<>(surroundings.variables());
        variables.put("BANK_URL", url);
        variables.put("BANK_TOKEN", TOKEN);
        variables.putAll(bucket.variables());
        return variables;
    }

    private void tryNext() {
        Console console = surroundings.console();
        console.line();
        console.line(console.bold("Try next"));
        TextTable commands = new TextTable("", "");
        if (zones == null) {
            commands.row("./eider errors list -C " + folder, "what was rejected, and where it stands in raw");
            commands.row("./eider generations -C " + folder, "what readers see, and could see again");
            commands.row("duckdb -readonly " + folder + "/data/warehouse/current/warehouse.duckdb", "ask the star");
        } else {
            String where = zones.url == null ? "" : "BANK_BUCKET=" + zones.url + " ";
            String again = zones.url == null ? " --gcs" : " --bucket " + zones.url;
            commands.row("./eider demo " + folder + again, "a second time there is nothing to do");
            commands.row("duckdb -readonly " + folder + "/published/current/warehouse.duckdb", "ask the star, pulled");
            commands.row(where + "./eider bucket plan -C " + folder, "the store's own rules, from retention");
        }
        commands.lines(console).stream().skip(1).forEach(console::line);
    }
}
