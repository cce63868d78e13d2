package dev.eider.zones.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.zones.Lifecycle;
import dev.eider.zones.LifecycleRule;
import dev.eider.zones.LifecycleRule.Since;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules of a bucket are written beside those of others, which stay as they are to the last word. */
final class GcsLifecycleTest {
    private static final String FOREIGN = "{\"action\":{\"type\":\"Delete\"},\"condition\":{\"age\":3,"
            + "\"matchesPrefix\":[\"prod/staging/raw/\"],\"matchesPhaseOfTheMoon\":\"new\"}}";
    private static final LifecycleRule ARCHIVE =
            new LifecycleRule("staging/raw/", Since.CREATED, 30, Optional.of("ARCHIVE"));
    private static final LifecycleRule DELETE = new LifecycleRule("staging/raw/", Since.CREATED, 400, Optional.empty());
    private static final LifecycleRule SUPERSEDED =
            new LifecycleRule("staging/clean/", Since.SUPERSEDED, 14, Optional.empty());

    private StubStore store;
    private Lifecycle lifecycle;

    @BeforeEach
    void open() throws Exception {
        store = StubStore.start(0);
        lifecycle = TestBuckets.open(store.url(), "acme/prod").lifecycle().orElseThrow();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String rule(String action, String condition) {
        return "{\"action\":{" + action + "},\"condition\":{" + condition + "}}";
    }

    @Test
    void readsABucketWithoutRules() throws Exception {
        assertThat(lifecycle.read().own()).isEmpty();
        assertThat(lifecycle.read().foreign()).isEmpty();
    }

    @Test
    void putsItsOwnRulesBesideThoseOfOthers() throws Exception {
        store.rules("{\"rule\":[" + FOREIGN + "]}");
        Lifecycle.Rules read = lifecycle.read();
        assertThat(read.foreign()).containsExactly(FOREIGN);

        Lifecycle.Rules written =
                lifecycle.write(read, List.of(DELETE, SUPERSEDED, ARCHIVE)).orElseThrow();

        assertThat(written.own()).containsExactly(SUPERSEDED, ARCHIVE, DELETE);
        assertThat(written.foreign()).containsExactly(FOREIGN);
        assertThat(written.version()).isNotEqualTo(read.version());
        assertThat(store.rules().toString())
                .isEqualTo("{\"rule\":["
                        + FOREIGN
                        + ","
                        + rule(
                                "\"type\":\"Delete\"",
                                "\"daysSinceCustomTime\":14,\"matchesPrefix\":[\"prod/staging/clean/\"]")
                        + ","
                        + rule(
                                "\"type\":\"SetStorageClass\",\"storageClass\":\"ARCHIVE\"",
                                "\"age\":30,\"matchesPrefix\":[\"prod/staging/raw/\"]")
                        + ","
                        + rule("\"type\":\"Delete\"", "\"age\":400,\"matchesPrefix\":[\"prod/staging/raw/\"]")
                        + "]}");
    }

    @Test
    void takesItsOwnRulesAwayAgain() throws Exception {
        store.rules("{\"rule\":[" + FOREIGN + "]}");
        Lifecycle.Rules written =
                lifecycle.write(lifecycle.read(), List.of(DELETE)).orElseThrow();
        assertThat(lifecycle.write(written, List.of()).orElseThrow().own()).isEmpty();
        assertThat(store.rules().toString()).isEqualTo("{\"rule\":[" + FOREIGN + "]}");
    }

    @Test
    void leavesRulesOfOtherPrefixesToOthers() throws Exception {
        String elsewhere = rule("\"type\":\"Delete\"", "\"age\":3,\"matchesPrefix\":[\"test/staging/raw/\"]");
        String partly =
                rule("\"type\":\"Delete\"", "\"age\":3,\"matchesPrefix\":[\"prod/staging/raw/\",\"test/staging/\"]");
        String everywhere = rule("\"type\":\"Delete\"", "\"age\":3");
        String manifests = rule("\"type\":\"Delete\"", "\"age\":3,\"matchesPrefix\":[\"prod/manifests/\"]");
        store.rules("{\"rule\":[" + String.join(",", elsewhere, partly, everywhere, manifests) + "]}");
        assertThat(lifecycle.read().own()).isEmpty();
        assertThat(lifecycle.read().foreign()).containsExactly(elsewhere, partly, everywhere, manifests);
    }

    @Test
    void changesNothingThatSomebodyElseChangedSince() throws Exception {
        Lifecycle.Rules read = lifecycle.read();
        store.rules("{\"rule\":[" + FOREIGN + "]}");
        assertThat(lifecycle.write(read, List.of(DELETE))).isEmpty();
        assertThat(store.rules().toString()).isEqualTo("{\"rule\":[" + FOREIGN + "]}");
    }

    @Test
    void findsOutThatItWroteWhereTheAnswerWasLost() throws Exception {
        Lifecycle.Rules read = lifecycle.read();
        store.loseNextAnswer();
        // The first call looks, so the second one's answer is to be lost: the first is told.
        store.answer(new StubStore.Answer(
                200, "{\"metageneration\":\"" + read.version().value() + "\"}"));
        store.loseNextAnswer();
        assertThat(lifecycle.write(read, List.of(DELETE)).orElseThrow().own()).containsExactly(DELETE);
    }

    @Test
    void refusesARuleThatItWouldNotKnowAgain() throws Exception {
        LifecycleRule manifests = new LifecycleRule("manifests/", Since.CREATED, 1, Optional.empty());
        Lifecycle.Rules read = lifecycle.read();
        assertThatThrownBy(() -> lifecycle.write(read, List.of(manifests)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid prefix: manifests/ (within staging/)");
    }

    @Test
    void namesTheRoleThatIsMissing() {
        store.answer(StubStore.Answer.refusal(
                403, "forbidden", "ada@acme.example does not have storage.buckets.get access to the bucket."));
        assertThatThrownBy(lifecycle::read)
                .hasMessage("Cannot read the rules of gs://acme/prod: access denied, storage.buckets.get is missing")
                .extracting("nextStep")
                .asString()
                .contains("roles/storage.admin");
    }
}
