package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.eider.contract.ErrorCode;
import dev.eider.sandbox.CannedResponse;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketCall;
import dev.eider.zones.BucketException;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.WatchedBucket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A distinct secret in each place where a source can put one: outside raw it is nowhere. */
@Tag("slow")
class CanaryTest {
    private static final String TOKEN = "canaryTokenQ7x1";
    private static final String PASSWORD = "canaryPasswordQ7x2";
    private static final String MASK_KEY = "c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77c0ffee88";

    /** In bodies of pages: these belong into raw. */
    private static final List<String> IN_PAGES = List.of(
            "4929837261540901",
            "canaryHolder02",
            "canaryUnknown03",
            "canaryAmount04",
            "canaryMalformed05",
            "canaryBadPage06",
            "canaryKey07",
            "canaryId08",
            "canaryMoment09",
            "canaryEnum10",
            "canaryNested11",
            "canaryTwice12",
            "canaryPattern13",
            "987650123456789014",
            "canaryEnvelope15",
            "canarySuperseded16",
            "4929837261540917");

    /** In answers that are no pages, in links, and in what Eider sends: these belong nowhere. */
    private static final List<String> NOWHERE = List.of(
            TOKEN, PASSWORD, MASK_KEY, "canary500Body18", "canary403Body19", "canaryStrayed20", "canaryReason21");

    private static final String LINK = "canaryLink22";

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
    private SandboxServer server;
    private Gateway gateway;
    private Trial project;

    @BeforeEach
    void plant() throws Exception {
        server = SandboxServer.start(SandboxConfig.defaults());
        gateway = Gateway.start();
        serve();
        project = Trial.of("canary", folder)
                .reading(server.baseUrl())
                .with("BANK_TOKEN", TOKEN)
                .with("OFFICE_PASSWORD", PASSWORD)
                .with("EIDER_MASK_KEY", MASK_KEY)
                .with("GATEWAY", gateway.address().toString());
        logs.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(logs);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(logs);
        gateway.close();
        server.close();
    }

    private static String card(int id, String members) {
        return "{\"card_id\":" + id + ",\"region\":\"NORTH\",\"code\":\"ABC\",\"used_at\":\"2025-01-06T10:00:00Z\","
                + members + "}";
    }

    private void serve() {
        String good = "\"account_number\":\"4929837261540901\",\"amount\":12.30";
        String first = String.join(
                ",",
                card(1, good + ",\"holder\":\"canaryHolder02\""),
                card(2, good + ",\"password\":\"canaryUnknown03\",\"more\":{\"pin\":\"canaryUnknown03\"}"),
                card(3, "\"account_number\":\"4929837261540901\",\"amount\":\"canaryAmount04\""),
                card(4, good + ",\"canaryKey07\":1"),
                card(5, good).replace("\"card_id\":5", "\"card_id\":\"canaryId08\""),
                card(6, good).replace("2025-01-06T10", "canaryMoment09"),
                card(7, good).replace("NORTH", "canaryEnum10"),
                card(8, "\"account_number\":{\"n\":[\"canaryNested11\"]},\"amount\":1"),
                card(9, good + ",\"canaryTwice12\":1,\"canaryTwice12\":\"canaryTwice12\""),
                card(10, good).replace("ABC", "canaryPattern13"),
                card(11, "\"account_number\":\"4929837261540917\",\"amount\":987650123456789014"),
                card(12, good + ",\"note\":\"canarySuperseded16\""),
                card(12, good + ",\"holder\":\"later\""));
        server.serve(
                "/cards",
                CannedResponse.json(200, "{\"data\":[" + first + "],\"session\":\"canaryEnvelope15\"}")
                        .header("Link", "</cards2?page=2&session=" + LINK + ">; rel=\"next\""));
        server.serve(
                "/cards2",
                CannedResponse.json(
                                200,
                                "{\"data\":[" + card(20, good)
                                        + ",{\"card_id\":21,\"account_number\":\"canaryMalformed05\",,tru}]}")
                        .header("Link", "</cards3?session=" + LINK + ">; rel=\"next\""));
        server.serve(
                "/cards3",
                CannedResponse.of(200, "<html>canaryBadPage06</html>".getBytes(StandardCharsets.UTF_8), "text/html")
                        .header("Link", "</cards4>; rel=\"next\""));
        server.serve("/cards4", CannedResponse.json(200, "{\"data\":[]}"));
        server.serve("/failing", CannedResponse.json(500, "{\"error\":\"canary500Body18 " + TOKEN + "\"}"));
        server.serve(
                "/denied",
                CannedResponse.json(403, "{\"error\":\"canary403Body19 " + PASSWORD + "\"}")
                        .header("WWW-Authenticate", "Bearer error=\"canaryReason21\""));
        server.serve(
                "/strayed",
                CannedResponse.json(200, "{\"data\":[]}")
                        .header("Link", "<http://elsewhere.invalid/canaryStrayed20?t=canaryStrayed20>; rel=\"next\""));
    }

    private static List<String> all() {
        return Stream.of(IN_PAGES, NOWHERE, List.of(LINK)).flatMap(List::stream).toList();
    }

    @Test
    void staysInRaw() throws Exception {
        List<String> told = new ArrayList<>();
        Trial.Answer run = project.run("run");
        assertThat(run.status()).as(run.all()).isEqualTo(3);
        told.add(run.all());
        told.add(project.run("run", "--dataset", "card", "--interval", "2025-02-01", "--again", "--log", "json")
                .all());
        told.add(project.run("run", "--dataset", "failing", "--log", "json").all());
        for (String command : List.of("plan", "status", "doctor", "generations", "errors list", "validate")) {
            told.add(project.run(command.split(" ")).all());
        }
        List<ErrorRecord> errors = currentErrors();
        assertThat(errors).hasSizeGreaterThan(8);
        for (ErrorRecord error : errors) {
            Trial.Answer shown = project.run("errors", "show", place(error));
            assertThat(shown.status()).isZero();
            told.add(shown.all());
        }
        told.add(project.run("diff", "1", "2").all());

        assertThat(told).allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain(all()));
        assertThat(gateway.pushes())
                .isNotEmpty()
                .allSatisfy(push -> assertThat(push).doesNotContain(all()));
        assertThat(logs.list)
                .allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain(all()));
        filesOutsideRawHoldNone();
        rawHoldsWhatThePagesHeld();
    }

    private List<ErrorRecord> currentErrors() throws Exception {
        return project.errors("card").stream()
                .filter(error -> error.raw().number() == 2)
                .toList();
    }

    private static String place(ErrorRecord error) {
        return error.dataset() + "/" + error.raw().batch().slice() + "/"
                + error.raw().label() + ":" + error.place().part() + ":"
                + error.place().record();
    }

    private void filesOutsideRawHoldNone() throws Exception {
        int searched = 0;
        for (Path file : project.files("")) {
            boolean isRaw = file.startsWith(project.data().resolve("staging/raw"));
            if (!isRaw) {
                assertThat(Leaks.in(file, all())).as(file.toString()).isEmpty();
                assertThat(all()).as("name of " + file).noneMatch(file.toString()::contains);
                searched++;
            }
        }
        assertThat(searched).isGreaterThan(15);
        assertThat(project.published("SELECT count(*) FROM card_fact")).containsExactly("5");
        assertThat(project.published("SELECT masked_account_number FROM account_dimension"))
                .contains("****0901");
    }

    /** What proves that the search finds what there is; and that raw keeps no secret of Eider's own. */
    private void rawHoldsWhatThePagesHeld() throws Exception {
        TreeSet<String> found = new TreeSet<>();
        for (Path file : project.files("data/staging/raw")) {
            found.addAll(Leaks.in(file, IN_PAGES));
            assertThat(Leaks.in(file, NOWHERE)).as(file.toString()).isEmpty();
        }
        assertThat(found).containsExactlyElementsOf(new TreeSet<>(IN_PAGES));
        ErrorRecord first = currentErrors().get(0);
        assertThat(project.run("errors", "show", place(first), "--reveal").out())
                .containsPattern("canary\\w+");
    }

    @Test
    void searchFindsWhatIsPackedInAFile() throws Exception {
        Path file = folder.resolve("search.duckdb");
        Duck.make(file, "CREATE TABLE t AS SELECT 'canary' || (x % 3)::VARCHAR AS c FROM range(300000) r(x)");
        assertThat(Leaks.in(file, List.of("canary2", "canary3"))).containsExactly("canary2");
        Path parquet = folder.resolve("search.parquet");
        Duck.make(
                folder.resolve("other.duckdb"),
                "COPY (SELECT 'canary' || (x % 3)::VARCHAR AS c FROM range(3000) r(x)) TO '" + parquet
                        + "' (COMPRESSION zstd)");
        assertThat(Leaks.in(parquet, List.of("canary2", "canary3"))).containsExactly("canary2");
    }

    @Test
    void noProcessHasASecretAmongItsArguments() throws Exception {
        Path jars = House.SANDBOX.path().resolve("target");
        try (Stream<Path> files = Files.isDirectory(jars) ? Files.list(jars) : Stream.empty()) {
            assumeThat(files.map(Path::toString)).as("a packaged sandbox").anyMatch(f -> f.matches(".*SNAPSHOT\\.jar"));
        }
        List<String> seen = new CopyOnWriteArrayList<>();
        Trial demo = Trial.empty(folder).with("EIDER_HOME", House.root().toString());
        demo.over(bucket -> new Spy(bucket, seen));

        Trial.Answer answer = demo.say("demo", folder.resolve("demo").toString());

        assertThat(answer.status()).as(answer.all()).isEqualTo(4);
        assertThat(seen).anyMatch(command -> command.contains("dev.eider.sandbox.Main"));
        String token = Files.readString(folder.resolve("demo/.env")).replaceFirst("(?s).*BANK_TOKEN=(\\S+).*", "$1");
        String key = Files.readString(folder.resolve("demo/.secrets/mask_key")).strip();
        assertThat(token).isNotBlank();
        assertThat(seen).noneMatch(command -> command.contains(token) || command.contains(key));
        assertThat(answer.all()).doesNotContain(key);
    }

    /** Looks at the command lines of this program's children when the first object is written, which fails. */
    private static final class Spy extends WatchedBucket {
        private final List<String> seen;

        Spy(Bucket bucket, List<String> seen) {
            super(bucket);
            this.seen = seen;
        }

        @Override
        protected void before(BucketCall call) throws BucketException {
            if (call.method() == BucketCall.Method.CREATE) {
                ProcessHandle.current().descendants().forEach(process -> {
                    process.info().command().ifPresent(seen::add);
                    process.info().arguments().ifPresent(arguments -> seen.add(String.join(" ", arguments)));
                });
                throw new BucketException(ErrorCode.STORAGE_UNAVAILABLE, "Cannot write: seen enough", null, null);
            }
        }

        @Override
        protected void after(BucketCall call) {}
    }
}
