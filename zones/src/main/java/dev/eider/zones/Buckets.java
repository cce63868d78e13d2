package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens buckets by their place. Nothing is created before the first write. */
public final class Buckets {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+-]+):.*");

    private Buckets() {}

    /**
     * The bucket at a path or a URL.
     *
     * @param url a path, or {@code file:}
     * @param root folder in which a relative path starts
     * @throws BucketException of code NOT_SUPPORTED or INVALID_CONFIGURATION
     */
    public static Bucket open(String url, Path root) throws BucketException {
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.matches()) {
            return folder(root.resolve(url));
        }
        // The URL itself may hold credentials, so messages name its kind only.
        String kind = scheme.group(1).toLowerCase(Locale.ROOT);
        if (!kind.equals("file")) {
            throw new BucketException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot open the bucket: " + kind + ": is not supported yet",
                    "Set bucket: to a folder",
                    null);
        }
        String path = url.substring(url.indexOf(':') + 1);
        try {
            return folder(path.startsWith("//") ? Path.of(URI.create(url)) : root.resolve(path));
        } catch (IllegalArgumentException e) {
            throw new BucketException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid bucket: " + url + " (file:///absolute/path)",
                    "Set bucket: to a folder",
                    e);
        }
    }

    /** The bucket in a folder of this machine, or one that it has mounted. */
    public static Bucket folder(Path folder) {
        return new FolderBucket(folder, new Disk.Real(), Clock.systemUTC());
    }

    /** A fresh bucket that lives as long as the object. */
    public static Bucket memory() {
        return new MemoryBucket();
    }
}
