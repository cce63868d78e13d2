package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.core.Generation;
import dev.eider.core.Mirror;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings what was published to readers of this machine. */
@Command(
        name = "pull",
        description = {
            "Bring the generation that readers should see from the bucket to a folder of this machine:",
            "DIR/current/warehouse.duckdb. Only what changed is fetched; open readers keep their file."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider pull && duckdb -readonly published/current/warehouse.duckdb",
            "  eider pull --watch --every 10s     for a dashboard's machine, as a service"
        })
final class PullCommand implements Callable<Integer> {
    private static final int KEEP_MAX = 1_000;

    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Folder for readers (default: published beside eider.yaml).")
    private @Nullable Path folder;

    @Option(names = "--watch", description = "Stay, and bring each generation as it is published.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "How often to look (default: ${DEFAULT-VALUE}).",
            defaultValue = "30s",
            converter = DurationConverter.class)
    private Duration every = Duration.ofSeconds(30);

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "Generations that stay in the folder (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private int keep = Warehouse.MIRRORED;

    private final Surroundings surroundings;

    PullCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (keep < 1 || keep > KEEP_MAX) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT, "Invalid --keep: " + keep + " (1 to " + KEEP_MAX + ")");
        }
        Project project = options.read(surroundings);
        Path to = folder == null ? Warehouse.mirror(project) : folder.toAbsolutePath();
        try (Session session = Session.open(project, surroundings);
                Mirror mirror = Mirror.open(session.context().bucket(), to)) {
            int status = pull(mirror, to);
            while (watch) {
                Thread.sleep(every.toMillis());
                watch(mirror);
            }
            return status;
        }
    }

    private int pull(Mirror mirror, Path to) throws EiderException {
        Console console = surroundings.console();
        Optional<Mirror.Pulled> pulled = mirror.pull(keep);
        if (pulled.isEmpty()) {
            console.line("none  nothing was published yet");
            console.note("next: eider run");
            return 0;
        }
        Generation generation = pulled.get().generation();
        String what = "generation " + generation.number() + " of " + generation.publishedAt() + "  " + to
                + "/current/warehouse.duckdb";
        console.line(
                pulled.get().isNew()
                        ? console.green("pulled") + "  " + what + "  "
                                + Format.bytes(pulled.get().bytesFetched()) + " of "
                                + Format.bytes(generation.bytes()) + " fetched"
                        : console.green("up to date") + "  " + what);
        return 0;
    }

    /** A look of many: what stayed is not told, and a bucket that is away for a while ends nothing. */
    private void watch(Mirror mirror) throws EiderException {
        Console console = surroundings.console();
        try {
            Optional<Mirror.Pulled> pulled = mirror.pull(keep);
            if (pulled.isPresent() && pulled.get().isNew()) {
                console.line(console.green("pulled") + "  generation "
                        + pulled.get().generation().number() + "  "
                        + Format.bytes(pulled.get().bytesFetched()) + " fetched");
            }
        } catch (EiderException e) {
            if (e.code().owner() != ErrorCode.Owner.TRANSIENT) {
                throw e;
            }
            console.warn(e.getMessage() + "; looking again in " + every.toSeconds() + " s");
        }
        console.flush();
    }
}
