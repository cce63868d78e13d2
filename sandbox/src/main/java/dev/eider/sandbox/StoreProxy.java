package dev.eider.sandbox;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A reverse proxy on loopback in front of an object store that lets calls fail in the ways of networks and clouds, and
 * that watches whether each changing call carries its precondition. Bodies stream through it. Which call meets which
 * fault is a function of the seed and the number of the call, so that a client with one thread meets the same faults
 * again. Absolute URLs of sessions that point to the store point to the proxy instead. Thread-safe; the caller closes
 * it.
 *
 * <p>Of resumable uploads it keeps those of Google's rules that emulators leave out ({@link StoreApi#GCS}): a session
 * can be asked how far it is, takes bytes a second time, and refuses content that was spoilt under way.
 */
public final class StoreProxy implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Listener listener;
    private final URI url;
    private final StoreJournal journal = new StoreJournal();
    private final StoreFaultPlan plan;

    private StoreProxy(Listener listener, StoreFaults faults) throws IOException {
        this.listener = listener;
        url = URI.create("http://" + LOOPBACK + ":" + listener.port());
        plan = new StoreFaultPlan(faults);
    }

    /**
     * A proxy that passes calls on from now on.
     *
     * @param store where it is: {@code http://127.0.0.1:4443}, without a path
     * @throws IOException if no port can be had
     * @throws IllegalArgumentException if the address is of another form
     */
    public static StoreProxy start(URI store, StoreApi api, StoreFaults faults) throws IOException {
        if (!"http".equals(store.getScheme()) || store.getHost() == null || store.getPort() < 0) {
            throw new IllegalArgumentException("Invalid store: " + store + " (http://HOST:PORT)");
        }
        StoreProxy proxy = new StoreProxy(Listener.open("store-proxy", LOOPBACK, 0), faults);
        StoreListings listings = new StoreListings(faults.staleFor(), System::nanoTime);
        StoreRoute route = new StoreRoute(store, proxy.url, api.rules(), faults, proxy.plan, listings, proxy.journal);
        proxy.listener.begin(channel -> new StoreConnection(channel, new StoreUpstream(store), route).run());
        return proxy;
    }

    /** The proxy's address, without a slash at its end: the endpoint of its clients. */
    public URI url() {
        return url;
    }

    /** The calls that came, in their order; of very many the last. */
    public List<StoreRequest> requests() {
        return journal.requests();
    }

    /** How often each kind of fault was served; kinds that were not are 0. */
    public Map<StoreFault, Long> faults() {
        return journal.faults();
    }

    /** The changing calls that lack a precondition, or, of a resumable upload, that do not go on where it stands. */
    public List<StoreViolation> violations() {
        return journal.violations();
    }

    /**
     * Lets the next calls that fit meet these faults, one each, whatever the shares say. A call that a fault cannot
     * happen to is left out: no upload can be a stale listing.
     */
    public void failNext(Predicate<StoreRequest> calls, StoreFault... faults) {
        plan.order(calls, List.of(faults));
    }

    /** Forgets the faults of {@link #failNext} that no call has met. */
    public void failNoMore() {
        plan.forgetOrders();
    }

    /** Ends all connections and gives the port back. Harmless the second time. */
    @Override
    public void close() {
        listener.close();
    }
}
