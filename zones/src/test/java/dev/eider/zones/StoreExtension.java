package dev.eider.zones;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * A server of buckets that the tests of a class share: in a static field with {@code @RegisterExtension} it is started
 * before them, and stopped after them whatever became of them. Its folder goes with it.
 */
public final class StoreExtension<S extends StoreExtension.Store> implements BeforeAllCallback {
    private static final Path FOLDERS = Path.of("target", "stores");

    private final Start<S> start;
    private @Nullable S server;
    private int buckets;

    /** A server that is closed to stop it. */
    public interface Store extends Closeable {
        /** Makes a bucket. */
        void createBucket(String name) throws Exception;
    }

    /** Starts a server that keeps what it has in the folder. */
    public interface Start<S> {
        S in(Path folder) throws IOException;
    }

    public StoreExtension(Start<S> start) {
        this.start = start;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        // What is put there is closed after the tests, the last one first.
        ExtensionContext.Store closed = context.getStore(ExtensionContext.Namespace.create(this));
        Scratch scratch = Scratch.open(FOLDERS);
        closed.put("scratch", scratch);
        try {
            server = start.in(scratch.folder());
        } catch (TestAbortedException e) {
            // Of classes that are skipped as a whole, Maven says nothing.
            System.out.println(context.getDisplayName() + " is skipped: " + e.getMessage());
            throw e;
        }
        closed.put("server", server);
    }

    public S server() {
        return Objects.requireNonNull(server, "it is started before the tests");
    }

    /** Makes a bucket; its name, which no other bucket of this field has. */
    public String newBucket() throws Exception {
        String name = "bucket-" + ++buckets;
        server().createBucket(name);
        return name;
    }

    /** How many it has made so far. */
    public int bucketsMade() {
        return buckets;
    }
}
