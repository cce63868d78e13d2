package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import dev.eider.contract.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens buckets by their place. Nothing is created before the first write. */
public final class Buckets {
    private final Optional<Path> extensions;

    /**
     * Opens folders, and what a {@link BucketProvider} opens.
     *
     * @param extensions folder with a folder of jars for each scheme, loaded when a URL asks for it; a provider on the
     *     classpath comes first
     */
    public Buckets(Optional<Path> extensions) {
        this.extensions = extensions;
    }

    /**
     * The bucket at a path or a URL.
     *
     * @param url a path, {@code file:}, or a URL of a provider's scheme
     * @param root folder in which a relative path starts
     * @param variables of the environment
     * @throws BucketException of code NOT_SUPPORTED or INVALID_CONFIGURATION
     */
    public Bucket open(String url, Path root, StorageSettings settings, Map<String, String> variables)
            throws BucketException {
        Optional<String> scheme = BucketUrl.scheme(url);
        if (scheme.isEmpty()) {
            return folder(root.resolve(url));
        }
        if (!scheme.get().equals("file")) {
            return provider(scheme.get()).open(BucketUrl.of(url), settings, variables);
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
        return new MemoryBucket(Clock.systemUTC());
    }

    private BucketProvider provider(String scheme) throws BucketException {
        Optional<BucketProvider> found = in(Buckets.class.getClassLoader(), scheme);
        if (found.isEmpty() && extensions.isPresent()) {
            found = in(loader(extensions.get().resolve(scheme)), scheme);
        }
        // The URL itself may hold credentials, so messages name its kind only.
        return found.orElseThrow(() -> new BucketException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot open the bucket: " + scheme + ": is not supported here",
                "Set bucket: to a folder, gs://bucket/prefix or s3://bucket/prefix",
                null));
    }

    private static Optional<BucketProvider> in(ClassLoader loader, String scheme) {
        return ServiceLoader.load(BucketProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.scheme().equals(scheme))
                .findFirst();
    }

    private static ClassLoader loader(Path jars) throws BucketException {
        List<URL> urls = new ArrayList<>();
        if (Files.isDirectory(jars)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, "*.jar")) {
                for (Path file : files) {
                    urls.add(file.toUri().toURL());
                }
            } catch (IOException e) {
                throw FolderProblems.cannot("read", "the jars in", jars.toString(), e);
            }
        }
        // Lives as long as the bucket, which is as long as the program.
        return new URLClassLoader(urls.toArray(URL[]::new), Buckets.class.getClassLoader());
    }
}
