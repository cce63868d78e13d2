package dev.eider.cli;

import dev.eider.contract.Checked;
import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.MaskKey;
import dev.eider.contract.Project;
import dev.eider.core.Generation;
import dev.eider.core.Generations;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Context;
import dev.eider.zones.HistoryCompactor;
import dev.eider.zones.Manifest;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at everything that a run relies on; a check that cannot be made because of an earlier one is left out. */
final class Doctor {
    private static final int CONNECT_MILLIS = 3_000;
    private static final long FREE_BYTES_MIN = 1L << 30;
    private static final int NAMES_MAX = 20;

    private final Surroundings surroundings;
    private final ProjectOptions options;

    Doctor(Surroundings surroundings, ProjectOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    List<Checkup> examine() throws EiderException {
        List<Checkup> checkups = new ArrayList<>();
        checkups.add(Checkup.of("project", this::project));
        if (!checkups.get(0).isGreen()) {
            return checkups;
        }
        Project project = options.read(surroundings);
        checkups.add(Checkup.of("scratch", () -> scratch(project)));
        if (checkups.get(1).isGreen()) {
            try (Session session = Session.open(project, surroundings)) {
                checkups.add(Checkup.of("bucket", () -> bucket(session)));
                checkups.add(Checkup.of("mask key", () -> maskKey(session)));
                checkups.add(Checkup.of("warehouse", () -> warehouse(session)));
                checkups.add(history(session));
            }
        }
        for (Connection connection : project.connections().values()) {
            if (connection instanceof Connection.Api api) {
                checkups.add(Checkup.of(
                        "connection " + api.name(),
                        () -> reach(api.baseUrl(), "connections." + api.name() + ".base_url")));
            } else if (connection instanceof Connection.Kafka kafka) {
                checkups.addAll(TopicCheckups.of(kafka, project));
            }
        }
        project.pushgateway()
                .ifPresent(url -> checkups.add(Checkup.of("pushgateway", () -> reach(url, "metrics.pushgateway"))));
        return checkups;
    }

    private String project() throws EiderException {
        Checked<Project> checked = options.check(surroundings);
        if (checked instanceof Checked.Good<Project> good) {
            return good.value().name() + ", environment " + good.value().environment() + ", "
                    + Format.count(good.value().datasets().size(), "dataset");
        }
        int problems = ((Checked.Bad<Project>) checked).problems().size();
        throw new EiderException(
                ErrorCode.INVALID_CONFIGURATION,
                "Invalid project: " + Format.count(problems, "problem"),
                "eider validate");
    }

    private static String scratch(Project project) throws EiderException {
        try {
            Files.createDirectories(project.scratch());
            long free = Files.getFileStore(project.scratch()).getUsableSpace();
            if (free < FREE_BYTES_MIN) {
                throw new EiderException(
                        ErrorCode.STORAGE_FULL,
                        "Cannot work in " + project.scratch() + ": " + Format.bytes(free) + " free (at least "
                                + Format.bytes(FREE_BYTES_MIN) + ")",
                        "free space, or set limits.scratch in eider.yaml");
            }
            Files.delete(Files.createTempFile(project.scratch(), "doctor-", ""));
            return project.scratch() + ", " + Format.bytes(free) + " free";
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.ACCESS_DENIED,
                    "Cannot write scratch " + project.scratch() + ": "
                            + e.getClass().getSimpleName(),
                    "make the folder writable, or set limits.scratch in eider.yaml");
        }
    }

    /** Commits rest on conditions that some stores take and do not keep. */
    private static String bucket(Session session) throws EiderException {
        Bucket bucket = session.context().bucket();
        ObjectKey key = new ObjectKey("doctor/" + session.context().nonces().get());
        Optional<Version> first = bucket.createIfAbsent(key, text("first"));
        Optional<Version> second = first.isPresent() ? bucket.replace(key, first.get(), text("second")) : first;
        boolean keepsConditions = second.isPresent()
                && bucket.createIfAbsent(key, text("a rival")).isEmpty()
                && bucket.replace(key, first.orElseThrow(), text("a late rival"))
                        .isEmpty();
        Optional<StoredObject> last = bucket.find(key);
        if (last.isPresent()) {
            bucket.delete(key, last.get().version());
        }
        if (!keepsConditions) {
            throw new EiderException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot use " + bucket.describe() + ": it lets a later writer replace what another wrote",
                    "choose a store that keeps conditional writes (If-None-Match, If-Match)");
        }
        return bucket.describe() + " takes objects and gives them back";
    }

    private static Body text(String content) {
        return Body.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String maskKey(Session session) throws EiderException {
        Optional<String> id = session.project().maskKey().map(MaskKey::id);
        if (session.project().datasets().stream().noneMatch(Contract::hasMasks)) {
            return "no field is masked";
        }
        for (Contract contract : session.project().datasets()) {
            List<Revision> staged = session.context().ledger().current(contract.dataset(), StageName.STAGE);
            if (!staged.isEmpty() && contract.hasMasks()) {
                Manifest newest = session.context().ledger().open(staged.get(staged.size() - 1));
                if (newest.maskKey().isPresent() && !newest.maskKey().equals(id)) {
                    throw new EiderException(
                            ErrorCode.MASK_KEY_MISMATCH,
                            "Invalid mask_key: its check value is " + id.orElse("none") + " and " + newest.revision()
                                    + " was masked with " + newest.maskKey().get(),
                            "put the key back that mask_key in eider.yaml had");
                }
            }
        }
        return "check value " + id.orElse("none");
    }

    private static String warehouse(Session session) throws EiderException {
        Generations generations = Warehouse.generations(session);
        Optional<Generation> current = generations.current();
        if (current.isEmpty()) {
            return "nothing is published yet";
        }
        ObjectKey key = Warehouse.file(current.get());
        Optional<StoredObject> file = session.context().bucket().find(key);
        if (file.isEmpty() || file.get().bytes() != current.get().bytes()) {
            throw new EiderException(
                    ErrorCode.CORRUPT_OBJECT,
                    "Cannot read generation " + current.get().number() + ": " + key
                            + (file.isEmpty() ? " is missing" : " has another size than was published"),
                    "eider rollback to an older one (eider generations)");
        }
        return "generation " + current.get().number() + ", "
                + Format.bytes(current.get().bytes());
    }

    /** Manifests that an archive covers change nothing, so that they are no reason to stop anything. */
    private static Checkup history(Session session) {
        List<ObjectKey> strays = new ArrayList<>();
        Checkup checkup = Checkup.of("history", () -> {
            Context context = session.context();
            HistoryCompactor history = new HistoryCompactor(context.bucket(), context.clock());
            for (Contract contract : session.project().datasets()) {
                for (StageName stage : StageName.values()) {
                    strays.addAll(history.strays(contract.dataset(), stage));
                }
            }
            return "every manifest counts";
        });
        if (!checkup.isGreen() || strays.isEmpty()) {
            return checkup;
        }
        String names = strays.stream().limit(NAMES_MAX).map(ObjectKey::value).collect(Collectors.joining(", "));
        return Checkup.warning(
                "history",
                Format.count(strays.size(), "manifest") + " ignored, since archives cover them: " + names
                        + (strays.size() > NAMES_MAX ? ", …" : ""),
                "look at them and delete them: somebody committed what was closed");
    }

    private static String reach(URI url, String configured) throws EiderException {
        int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            return url.getHost() + ":" + port + " answers";
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Cannot reach " + url.getHost() + ":" + port + ": "
                            + e.getClass().getSimpleName(),
                    "check " + configured + " in eider.yaml, and that the server is up");
        }
    }
}
