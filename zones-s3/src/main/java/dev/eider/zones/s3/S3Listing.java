package dev.eider.zones.s3;

import dev.eider.zones.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Names in their order, page by page. Names that no bucket of the project can have are left out. */
final class S3Listing {
    /** More than this the store does not give at once. */
    private static final int PAGE_MAX = 1_000;

    /** Less saves nothing, and of pages with very few names some stores lose the next. */
    private static final int PAGE_MIN = 100;

    private S3Listing() {}

    static List<ObjectKey> list(S3Store store, String prefix, String after, int max) {
        List<ObjectKey> keys = new ArrayList<>();
        String root = store.url().prefix();
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(store.bucket()).prefix(root + prefix);
        if (!after.isEmpty()) {
            request.startAfter(root + after);
        }
        boolean isMore = true;
        while (isMore && keys.size() < max) {
            int wanted = Math.max(PAGE_MIN, Math.min(max - keys.size(), PAGE_MAX));
            ListObjectsV2Response page =
                    store.patient().listObjectsV2(request.maxKeys(wanted).build());
            for (S3Object object : page.contents()) {
                String name = object.key().substring(root.length());
                if (ObjectKey.isValid(name)) {
                    keys.add(new ObjectKey(name));
                }
            }
            // A page may be empty and not be the last.
            isMore = Boolean.TRUE.equals(page.isTruncated());
            request.continuationToken(page.nextContinuationToken());
        }
        return keys.size() <= max ? keys : List.copyOf(keys.subList(0, max));
    }
}
