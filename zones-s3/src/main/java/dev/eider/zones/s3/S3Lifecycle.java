package dev.eider.zones.s3;

import dev.eider.zones.BucketException;
import dev.eider.zones.Hashing;
import dev.eider.zones.Lifecycle;
import dev.eider.zones.LifecycleRule;
import dev.eider.zones.LifecycleRule.Since;
import dev.eider.zones.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.Transition;

/**
 * The rules of an S3 bucket. Own ones have an id that begins with {@code eider-} and a name of this bucket's prefix,
 * so that several prefixes of one bucket keep apart. With own rules always goes one that removes the parts of uploads
 * which nobody finished, where the store knows such rules; it is not shown.
 *
 * <p>S3 takes all rules at once and without a condition. So rules are read, compared, written and read again: what
 * others write between the comparison and the writing is lost, which takes them a few milliseconds' luck, and what
 * they write afterwards is noticed. It keeps no date of a tag: superseded objects age from their creation.
 */
final class S3Lifecycle implements Lifecycle {
    private static final int UPLOAD_DAYS_MAX = 7;
    private static final int MARK_LENGTH = 8;
    private static final int ID_LENGTH_MAX = 255;
    private static final int BAD_REQUEST = 400;
    private static final String UPLOADS = "uploads";

    private final S3Store store;
    private final String mark;

    S3Lifecycle(S3Store store) {
        this.store = store;
        String place = Hashing.sha256(store.url().prefix().getBytes(StandardCharsets.UTF_8));
        this.mark = "eider-" + place.substring(0, MARK_LENGTH) + "-";
    }

    @Override
    public Rules read() throws BucketException {
        return rules(fetch());
    }

    @Override
    public Optional<Rules> write(Rules read, List<LifecycleRule> own) throws BucketException {
        GetBucketLifecycleConfigurationResponse now = fetch();
        if (!version(now).equals(read.version())) {
            return Optional.empty();
        }
        List<software.amazon.awssdk.services.s3.model.LifecycleRule> all = new ArrayList<>(now.rules());
        all.removeIf(this::isOwn);
        own.stream().sorted().map(this::toStore).forEach(all::add);
        try {
            putWithUploads(now, all, own.isEmpty());
        } catch (SdkException e) {
            throw S3Problems.cannot("write", "lifecycle rules", store, e);
        }
        Rules written = read();
        boolean isAsWritten = written.own().equals(own.stream().sorted().toList())
                && written.foreign().equals(read.foreign());
        return isAsWritten ? Optional.of(written) : Optional.empty();
    }

    private void putWithUploads(
            GetBucketLifecycleConfigurationResponse now,
            List<software.amazon.awssdk.services.s3.model.LifecycleRule> all,
            boolean bare) {
        if (bare) {
            put(now, all);
            return;
        }
        List<software.amazon.awssdk.services.s3.model.LifecycleRule> more = new ArrayList<>(all);
        more.add(unfinishedUploads());
        try {
            put(now, more);
        } catch (SdkException e) {
            if (S3Problems.status(e) != BAD_REQUEST) {
                throw e;
            }
            // A store that removes such parts by itself, like MinIO, has no such rule.
            put(now, all);
        }
    }

    private void put(
            GetBucketLifecycleConfigurationResponse now,
            List<software.amazon.awssdk.services.s3.model.LifecycleRule> all) {
        if (all.isEmpty()) {
            store.patient().deleteBucketLifecycle(request -> request.bucket(store.bucket()));
            return;
        }
        store.patient()
                .putBucketLifecycleConfiguration(request -> request.bucket(store.bucket())
                        .transitionDefaultMinimumObjectSize(now.transitionDefaultMinimumObjectSizeAsString())
                        .lifecycleConfiguration(configuration -> configuration.rules(all)));
    }

    private GetBucketLifecycleConfigurationResponse fetch() throws BucketException {
        try {
            return store.patient().getBucketLifecycleConfiguration(request -> request.bucket(store.bucket()));
        } catch (SdkException e) {
            if (S3Problems.is(e, "NoSuchLifecycleConfiguration")) {
                return GetBucketLifecycleConfigurationResponse.builder()
                        .rules(List.of())
                        .build();
            }
            throw S3Problems.cannot("read", "lifecycle rules", store, e);
        }
    }

    private Rules rules(GetBucketLifecycleConfigurationResponse answer) {
        List<LifecycleRule> own = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        for (var rule : answer.rules()) {
            if (isOwn(rule)) {
                fromStore(rule).ifPresent(own::add);
            } else {
                foreign.add(rule.toString());
            }
        }
        return new Rules(own, foreign, version(answer));
    }

    private static Version version(GetBucketLifecycleConfigurationResponse answer) {
        String text = answer.rules().stream().map(Object::toString).sorted().toList()
                + String.valueOf(answer.transitionDefaultMinimumObjectSizeAsString());
        return new Version(Hashing.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean isOwn(software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
        return rule.id() != null && rule.id().startsWith(mark);
    }

    private software.amazon.awssdk.services.s3.model.LifecycleRule toStore(LifecycleRule own) {
        String prefix = store.url().prefix() + own.prefix();
        var rule = software.amazon.awssdk.services.s3.model.LifecycleRule.builder()
                .id(id(own))
                .status(ExpirationStatus.ENABLED);
        if (own.since() == Since.SUPERSEDED) {
            rule.filter(filter -> filter.and(both -> both.prefix(prefix).tags(S3Tags.SUPERSEDED)));
        } else {
            rule.filter(filter -> filter.prefix(prefix));
        }
        if (own.storageClass().isPresent()) {
            rule.transitions(List.of(Transition.builder()
                    .days(own.days())
                    .storageClass(own.storageClass().get())
                    .build()));
        } else {
            rule.expiration(expiration -> expiration.days(own.days()));
        }
        return rule.build();
    }

    private String id(LifecycleRule own) {
        String id = Stream.of(
                        mark + own.since().name().toLowerCase(Locale.ROOT),
                        Integer.toString(own.days()),
                        own.storageClass().orElse("delete"),
                        own.prefix())
                .reduce((a, b) -> a + "-" + b)
                .orElseThrow();
        return id.length() <= ID_LENGTH_MAX ? id : mark + Hashing.sha256(id.getBytes(StandardCharsets.UTF_8));
    }

    private software.amazon.awssdk.services.s3.model.LifecycleRule unfinishedUploads() {
        return software.amazon.awssdk.services.s3.model.LifecycleRule.builder()
                .id(mark + UPLOADS)
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix(store.url().prefix()))
                .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(UPLOAD_DAYS_MAX))
                .build();
    }

    /** Empty for the rule on unfinished uploads, and for one that somebody has changed beyond recognition. */
    private Optional<LifecycleRule> fromStore(software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
        if (rule.filter() == null || rule.status() != ExpirationStatus.ENABLED) {
            return Optional.empty();
        }
        boolean isTagged = rule.filter().and() != null;
        String prefix = isTagged ? rule.filter().and().prefix() : rule.filter().prefix();
        String root = store.url().prefix();
        if (prefix == null || !prefix.startsWith(root)) {
            return Optional.empty();
        }
        Since since = isTagged ? Since.SUPERSEDED : Since.CREATED;
        String name = prefix.substring(root.length());
        if (!rule.transitions().isEmpty()) {
            var to = rule.transitions().get(0);
            return own(name, since, to.days(), Optional.of(to.storageClassAsString()));
        }
        return rule.expiration() == null
                ? Optional.empty()
                : own(name, since, rule.expiration().days(), Optional.empty());
    }

    private static Optional<LifecycleRule> own(
            String prefix, Since since, @Nullable Integer days, Optional<String> storageClass) {
        return days == null || days < 1
                ? Optional.empty()
                : Optional.of(new LifecycleRule(prefix, since, days, storageClass));
    }
}
