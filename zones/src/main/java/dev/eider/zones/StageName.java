package dev.eider.zones;

import java.util.Locale;

/** Stages that commit manifests. */
public enum StageName {
    RAW,
    STAGE;

    /** The name in object keys. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
