package dev.eider.zones.s3;

import dev.eider.zones.ObjectKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Tags that say that another object stands in an object's place. Rules match a tag by its whole value, so that one tag
 * has the same value everywhere and another says since when.
 */
final class S3Tags {
    static final Tag SUPERSEDED =
            Tag.builder().key("eider-superseded").value("true").build();
    private static final String SINCE = "eider-superseded-since";

    private S3Tags() {}

    /** Keeps the tags of others, and the date of the first time. */
    static void supersede(S3Store store, ObjectKey key, Instant since) {
        List<Tag> tags = new ArrayList<>(store.patient()
                .getObjectTagging(request -> request.bucket(store.bucket()).key(store.name(key)))
                .tagSet());
        if (tags.contains(SUPERSEDED)) {
            return;
        }
        tags.removeIf(tag -> tag.key().equals(SUPERSEDED.key()) || tag.key().equals(SINCE));
        tags.add(SUPERSEDED);
        tags.add(Tag.builder()
                .key(SINCE)
                .value(since.atZone(ZoneOffset.UTC).toLocalDate().toString())
                .build());
        store.patient()
                .putObjectTagging(request ->
                        request.bucket(store.bucket()).key(store.name(key)).tagging(all -> all.tagSet(tags)));
    }
}
