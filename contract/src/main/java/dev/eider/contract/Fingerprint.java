package dev.eider.contract;

/** Lower-case hexadecimal SHA-256 of a contract's canonical text: equal contracts, equal fingerprints. */
public record Fingerprint(String hex) {
    public Fingerprint {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Invalid fingerprint: " + hex + " (64 hexadecimal digits)");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
