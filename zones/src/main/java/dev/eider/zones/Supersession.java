package dev.eider.zones;

import dev.eider.contract.EiderException;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Which revisions another stands in the place of. A held one replaces nothing: the star keeps the rows of the one that
 * passed before, and raw is needed as long as the star shows what was staged from it. Not thread-safe.
 */
final class Supersession {
    private final Ledger ledger;
    private final NavigableSet<Revision> staged;

    /** @param staged every staged revision, of all batches that are asked for */
    Supersession(Ledger ledger, NavigableSet<Revision> staged) {
        this.ledger = ledger;
        this.staged = staged;
    }

    /** The first staging that passed and stands in the revision's place, for a raw one in the place of its stagings. */
    Optional<Manifest> by(Revision revision) throws EiderException {
        Revision after = revision.stage() == StageName.STAGE
                ? revision
                : new Revision(revision.batch(), StageName.STAGE, revision.number(), Revision.NUMBER_MAX);
        for (Revision later : staged.tailSet(after, false)) {
            if (!later.batch().equals(revision.batch())) {
                return Optional.empty();
            }
            Manifest manifest = ledger.open(later);
            if (manifest.gate() == Gate.PASSED) {
                return Optional.of(manifest);
            }
        }
        return Optional.empty();
    }

    /** Since when; empty for a revision that is needed. */
    Optional<Instant> since(Revision revision) throws EiderException {
        return by(revision).map(Manifest::committedAt);
    }
}
