package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.zones.Lifecycle;
import dev.eider.zones.LifecycleRule;
import dev.eider.zones.LifecycleRule.Since;
import dev.eider.zones.StoreExtension;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;

/** Lifecycle rules beside those of others. */
@Tag("slow")
final class S3LifecycleTest {
    private static final LifecycleRule RAW = new LifecycleRule("staging/raw/", Since.CREATED, 30, Optional.empty());
    private static final LifecycleRule OLD = new LifecycleRule("staging/clean/", Since.SUPERSEDED, 7, Optional.empty());

    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private String name;
    private Lifecycle lifecycle;

    @BeforeEach
    void createBucket() throws Exception {
        name = STORE.newBucket();
        lifecycle = of("/prod");
    }

    private Lifecycle of(String prefix) throws Exception {
        return STORE.server().open("s3://" + name + prefix).lifecycle().orElseThrow();
    }

    private void putForeignRule(int days) throws Exception {
        var rule = software.amazon.awssdk.services.s3.model.LifecycleRule.builder()
                .id("of-others")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix("logs/"))
                .expiration(expiration -> expiration.days(days))
                .build();
        STORE.server()
                .client()
                .putBucketLifecycleConfiguration(
                        request -> request.bucket(name).lifecycleConfiguration(all -> all.rules(List.of(rule))));
    }

    @Test
    void hasNoneAtFirst() throws Exception {
        assertThat(lifecycle.read().own()).isEmpty();
        assertThat(lifecycle.read().foreign()).isEmpty();
    }

    @Test
    void putsOwnRulesBesideThoseOfOthersAndTakesThemBack() throws Exception {
        putForeignRule(3);
        Lifecycle.Rules written =
                lifecycle.write(lifecycle.read(), List.of(RAW, OLD)).orElseThrow();
        assertThat(written.own()).containsExactly(OLD, RAW);
        assertThat(written.foreign())
                .singleElement()
                .asString()
                .contains("of-others")
                .contains("logs/");
        assertThat(lifecycle.read()).isEqualTo(written);
        Lifecycle.Rules emptied = lifecycle.write(written, List.of()).orElseThrow();
        assertThat(emptied.own()).isEmpty();
        assertThat(emptied.foreign()).hasSize(1);
    }

    @Test
    void writesNothingWhereTheRulesHaveChanged() throws Exception {
        putForeignRule(3);
        Lifecycle.Rules read = lifecycle.read();
        putForeignRule(4);
        assertThat(lifecycle.write(read, List.of(RAW))).isEmpty();
        assertThat(lifecycle.read().own()).isEmpty();
    }

    @Test
    void keepsThePrefixesOfOneBucketApart() throws Exception {
        Lifecycle other = of("/test");
        lifecycle.write(lifecycle.read(), List.of(RAW)).orElseThrow();
        other.write(other.read(), List.of(OLD)).orElseThrow();
        assertThat(lifecycle.read().own()).containsExactly(RAW);
        assertThat(other.read().own()).containsExactly(OLD);
        assertThat(lifecycle.read().foreign()).isNotEmpty();
    }
}
