package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The pages of an API in their order, fetched by a thread of its own while the caller works on the ones before. How far
 * it is ahead is bounded by its spools. Used by one thread; closing it ends the request under way.
 */
final class PageFeed implements Closeable {
    /** Pages alive at once: one with the caller, one ready, one on its way. */
    static final int PAGES_ALIVE_MAX = 3;

    private final PageFetcher fetcher;
    private final Pager pager;
    private final List<Spool> spools = new ArrayList<>();
    private final BlockingQueue<Spool> free = new ArrayBlockingQueue<>(PAGES_ALIVE_MAX);
    private final BlockingQueue<Item> ready = new ArrayBlockingQueue<>(PAGES_ALIVE_MAX + 1);
    private final Thread thread;
    private @Nullable Spool lent;

    private sealed interface Item {
        record Page(FetchedPage page) implements Item {}

        record End() implements Item {}

        record Failed(Throwable cause) implements Item {}
    }

    /** Starts to fetch; takes over the fetcher. */
    PageFeed(PageFetcher fetcher, Pager pager, Path scratch) {
        this.fetcher = fetcher;
        this.pager = pager;
        for (int i = 0; i < PAGES_ALIVE_MAX; i++) {
            Spool spool = new Spool(scratch);
            spools.add(spool);
            free.add(spool);
        }
        thread = new Thread(this::fetchAll, "eider-pages");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The next page, empty after the last. The page before must not be used any more.
     *
     * @throws EiderException what ended the reading
     */
    Optional<FetchedPage> next() throws EiderException {
        Spool done = lent;
        if (done != null) {
            free.add(done);
            lent = null;
        }
        Item item;
        try {
            item = ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EiderException(ErrorCode.SOURCE_UNAVAILABLE, "Cannot read pages: interrupted");
        }
        if (item instanceof Item.Page page) {
            lent = page.page().spool();
            return Optional.of(page.page());
        }
        if (item instanceof Item.Failed failed) {
            throw failure(failed.cause());
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        boolean interrupted = false;
        fetcher.cancel();
        thread.interrupt();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Spool spool : spools) {
            spool.close();
        }
        fetcher.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetchAll() {
        try {
            Optional<HttpUrl> url = Optional.of(pager.first());
            for (int ordinal = 0; url.isPresent(); ordinal++) {
                FetchedPage page = fetcher.fetch(ordinal, url.get(), free.take());
                // Before the page is handed over: what is wrong with the way on shows before work on the page is lost.
                url = pager.after(page);
                ready.put(new Item.Page(page));
            }
            ready.put(new Item.End());
        } catch (InterruptedException e) {
            // Closed: nobody waits any more.
            Thread.currentThread().interrupt();
        } catch (EiderException | RuntimeException | Error e) {
            // There is room: at most as many pages as spools can be ready, and the queue holds one item more.
            ready.add(new Item.Failed(e));
        }
    }

    private static EiderException failure(Throwable cause) {
        if (cause instanceof EiderException refused) {
            return refused;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("Cannot read pages: a defect", cause);
    }
}
