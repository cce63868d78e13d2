package dev.eider.zones;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The chains of a dataset. A beginning is created if absent, so that one engine fixes the first offset; each batch is
 * named by its first offset, so that one writer adds the next. Thread-safe.
 */
public final class Chains {
    private static final int FORMAT = 1;
    private static final int BYTES_MAX = 1 << 16;

    private final Bucket bucket;
    private final Ledger ledger;
    private final DatasetName dataset;

    public Chains(Bucket bucket, Ledger ledger, DatasetName dataset) {
        this.bucket = bucket;
        this.ledger = ledger;
        this.dataset = dataset;
    }

    /** All that were ever opened, in the order of topic ids, partitions and numbers. */
    public List<Chain> all() throws EiderException {
        List<ChainId> ids = new ArrayList<>();
        String after = "";
        List<ObjectKey> page;
        do {
            page = bucket.list(ZoneLayout.chains(dataset), after, Listing.PAGE);
            for (ObjectKey key : page) {
                ZoneLayout.chain(key).ifPresent(ids::add);
                after = key.value();
            }
        } while (page.size() == Listing.PAGE);
        return Parallel.map(ids, Listing.CALLS_MAX, this::read);
    }

    /** The beginning of a chain, if it was opened. */
    public Optional<Chain> find(ChainId id) throws EiderException {
        try {
            return Optional.of(read(id));
        } catch (EiderException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Opens a chain, or finds it opened: the beginning that stands. */
    public Chain open(Chain chain) throws EiderException {
        return bucket.createIfAbsent(ZoneLayout.chain(dataset, chain.id()), Body.of(write(chain)))
                        .isPresent()
                ? chain
                : read(chain.id());
    }

    /**
     * Hands a chain over to another engine.
     *
     * @throws EiderException of code OVERTAKEN where somebody else did so meanwhile
     */
    public Chain handOver(ChainId id, Chain.Engine owner) throws EiderException {
        ObjectKey key = ZoneLayout.chain(dataset, id);
        Optional<StoredObject> object = bucket.find(key);
        Chain chain = read(id);
        Chain handed = new Chain(id, chain.topic(), chain.first(), owner, chain.openedAt());
        if (object.isEmpty()
                || bucket.replace(key, object.get().version(), Body.of(write(handed)))
                        .isEmpty()) {
            throw new EiderException(
                    ErrorCode.OVERTAKEN,
                    "Cannot hand over " + id + ": somebody else does",
                    "Look at it again: eider stream --status");
        }
        return handed;
    }

    /**
     * The last batch of each chain that has one, of a stage: raw, whose end is where reading goes on, or staged, whose
     * end is where staging goes on. From names and one manifest a chain.
     */
    public NavigableMap<ChainId, Manifest> last(StageName stage) throws EiderException {
        return last(ledger, dataset, stage);
    }

    private static NavigableMap<ChainId, Manifest> last(Ledger ledger, DatasetName dataset, StageName stage)
            throws EiderException {
        NavigableMap<ChainId, Revision> last = new TreeMap<>();
        for (Revision revision : ledger.current(dataset, stage)) {
            // In the order of batches: of a chain, in that of offsets.
            ChainId.of(revision.batch()).ifPresent(chain -> last.put(chain, revision));
        }
        NavigableMap<ChainId, Manifest> found = new TreeMap<>();
        for (Manifest manifest : Parallel.map(new ArrayList<>(last.values()), Listing.CALLS_MAX, ledger::open)) {
            found.put(ChainId.of(manifest.revision().batch()).orElseThrow(), manifest);
        }
        return found;
    }

    /** Raw batches that no staging covers, by chain and in the order of offsets; from names and one manifest a chain. */
    public NavigableMap<ChainId, List<Revision>> unstaged() throws EiderException {
        return unstaged(ledger, dataset);
    }

    /** The same by a ledger alone. */
    public static NavigableMap<ChainId, List<Revision>> unstaged(Ledger ledger, DatasetName dataset)
            throws EiderException {
        NavigableMap<ChainId, Manifest> staged = last(ledger, dataset, StageName.STAGE);
        NavigableMap<ChainId, List<Revision>> unstaged = new TreeMap<>();
        for (Revision raw : ledger.current(dataset, StageName.RAW)) {
            Optional<ChainId> chain = ChainId.of(raw.batch());
            if (chain.isPresent() && ChainId.from(raw.batch()) >= end(staged, chain.get())) {
                unstaged.computeIfAbsent(chain.get(), id -> new ArrayList<>()).add(raw);
            }
        }
        return unstaged;
    }

    /** The staging that a raw batch of a chain is in; empty where it is not staged. */
    public Optional<Manifest> staging(BatchId raw) throws EiderException {
        Optional<Revision> last = Optional.empty();
        for (Revision revision : ledger.current(dataset, StageName.STAGE)) {
            if (revision.batch().compareTo(raw) <= 0) {
                last = Optional.of(revision);
            }
        }
        if (last.isEmpty() || ChainId.of(last.get().batch()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ledger.open(last.get())).filter(manifest -> isIn(raw, manifest));
    }

    /** Whether a batch of a chain is in a staging. */
    public static boolean isIn(BatchId raw, Manifest staged) {
        return staged.offsets()
                .filter(range -> ChainId.of(raw).filter(range.chain()::equals).isPresent())
                .filter(range -> range.from() <= ChainId.from(raw) && ChainId.from(raw) < range.end())
                .isPresent();
    }

    /** The manifests of these revisions, in their order. */
    public List<Manifest> manifests(List<Revision> revisions) throws EiderException {
        return Parallel.map(revisions, Listing.CALLS_MAX, ledger::open);
    }

    private static long end(NavigableMap<ChainId, Manifest> staged, ChainId chain) {
        Manifest last = staged.get(chain);
        return last == null ? 0 : last.offsets().orElseThrow().end();
    }

    private Chain read(ChainId id) throws EiderException {
        ObjectKey key = ZoneLayout.chain(dataset, id);
        try (InputStream in = bucket.open(key, Range.ALL)) {
            return parse(in.readNBytes(BYTES_MAX), id);
        } catch (Unreadable e) {
            throw new EiderException(
                    ErrorCode.CORRUPT_OBJECT,
                    "Cannot read " + key + " in " + bucket.describe() + ": " + e.getMessage(),
                    "Restore the object from a backup",
                    e);
        } catch (IOException e) {
            throw FolderProblems.cannot("read", key.value(), bucket.describe(), e);
        }
    }

    private static Chain parse(byte[] bytes, ChainId id) throws Unreadable {
        JsonReading json;
        try {
            json = new JsonReading("", Json.MAPPER.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw new Unreadable("it is no whole JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a chain from memory", e);
        }
        if (json.number("format") != FORMAT) {
            throw new Unreadable("its format is of another version of Eider");
        }
        if (!json.text("chain").equals(id.toString())) {
            throw new Unreadable("it states another chain");
        }
        Chain chain = new Chain(
                id,
                json.text("topic"),
                json.number("first"),
                json.parsed("owner", name -> Chain.Engine.valueOf(name.toUpperCase(Locale.ROOT))),
                json.instant("opened_at"));
        json.finish();
        return chain;
    }

    private static byte[] write(Chain chain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("chain", chain.id().toString());
            json.writeStringField("topic", chain.topic());
            json.writeNumberField("first", chain.first());
            json.writeStringField("owner", ManifestFormat.name(chain.owner()));
            json.writeStringField("opened_at", chain.openedAt().toString());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a chain to memory", e);
        }
        return bytes.toByteArray();
    }
}
