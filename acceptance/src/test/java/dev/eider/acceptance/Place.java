package dev.eider.acceptance;

import dev.eider.contract.EiderException;
import dev.eider.contract.StorageSettings;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a program keeps its zones.
 *
 * @param url as eider.yaml says it: a folder, or gs://bucket/prefix
 * @param emulator address of the store that keeps the URL; empty for a folder
 */
record Place(String url, String emulator) {
    private static final int OBJECTS_MAX = 100_000;
    private static final int READS_MAX = 4;

    static Place folder(Path folder) {
        return new Place(folder.toString(), "");
    }

    /** Whether it is a folder of this machine. */
    boolean isHere() {
        return emulator.isEmpty();
    }

    /** What leads the program to the store. */
    Map<String, String> variables() {
        return isHere() ? Map.of() : Map.of("STORAGE_EMULATOR_HOST", emulator);
    }

    Bucket open() {
        try {
            return new Buckets(Optional.empty()).open(url, Path.of("/"), StorageSettings.DEFAULT, variables());
        } catch (EiderException e) {
            throw new AssertionError(e);
        }
    }

    /** What arrives damaged is read again. */
    private static byte[] read(Bucket from, ObjectKey key) throws EiderException, IOException {
        for (int reads = 1; ; reads++) {
            try (InputStream in = from.open(key, Range.ALL)) {
                return in.readAllBytes();
            } catch (IOException e) {
                if (reads == READS_MAX) {
                    throw e;
                }
            }
        }
    }

    /** The same objects elsewhere. */
    void copyTo(Place other) {
        Bucket from = open();
        Bucket to = other.open();
        try {
            List<ObjectKey> keys = from.list("", "", OBJECTS_MAX);
            for (ObjectKey key : keys) {
                to.createIfAbsent(key, Body.of(read(from, key)));
            }
        } catch (EiderException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
