import dev.eider.contract.StorageSettings;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Parallel;
import dev.eider.zones.Range;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies the files of a folder to a bucket, or the objects below a prefix back into a folder, several at once, as
 * Eider's stages do: {@code CopyObjects put|get BUCKET PREFIX FOLDER THREADS EXTENSIONS}.
 */
public final class CopyObjects {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int OBJECTS_MAX = 100_000;

    private CopyObjects() {}

    /** Prints objects and milliseconds as JSON. */
    public static void main(String[] arguments) throws Exception {
        long began = System.nanoTime();
        Bucket bucket = new Buckets(Optional.of(Path.of(arguments[5])))
                .open(arguments[1], Path.of("").toAbsolutePath(), StorageSettings.DEFAULT, System.getenv());
        String prefix = arguments[2];
        Path folder = Path.of(arguments[3]);
        int threads = Integer.parseInt(arguments[4]);
        int objects = arguments[0].equals("put")
                ? Parallel.map(files(folder), threads, file -> put(bucket, prefix, file))
                        .size()
                : Parallel.map(bucket.list(prefix, "", OBJECTS_MAX), threads, key -> get(bucket, key, folder))
                        .size();
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.println("{\"objects\":" + objects + ",\"millis\":" + millis + "}");
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Path put(Bucket bucket, String prefix, Path file) throws dev.eider.contract.EiderException {
        ObjectKey key = new ObjectKey(prefix + file.getFileName());
        if (bucket.createIfAbsent(key, Body.of(file)).isEmpty()) {
            throw new IllegalStateException(key + " is there already");
        }
        return file;
    }

    private static Path get(Bucket bucket, ObjectKey key, Path folder) throws dev.eider.contract.EiderException {
        Path file = folder.resolve(key.value().substring(key.value().lastIndexOf('/') + 1));
        try (InputStream in = bucket.open(key, Range.ALL);
                var out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }
}
