package dev.eider.zones.gcs;

import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.util.ArrayList;
import java.util.List;

/** What goes with each kind of request: its condition, who pays, the key. */
final class GcsOptions {
    private GcsOptions() {}

    static BlobGetOption[] lookUp(GcsSettings settings, BlobField... fields) {
        List<BlobGetOption> options = new ArrayList<>(List.of(BlobGetOption.fields(fields)));
        settings.payer().map(BlobGetOption::userProject).ifPresent(options::add);
        return options.toArray(BlobGetOption[]::new);
    }

    static BlobListOption[] list(GcsSettings settings, BlobListOption... base) {
        List<BlobListOption> options = new ArrayList<>(List.of(base));
        settings.payer().map(BlobListOption::userProject).ifPresent(options::add);
        return options.toArray(BlobListOption[]::new);
    }

    /** Options of a write in one request. */
    static BlobTargetOption[] write(GcsSettings settings, long expected) {
        List<BlobTargetOption> options = new ArrayList<>();
        options.add(
                expected == GcsNames.ABSENT
                        ? BlobTargetOption.doesNotExist()
                        : BlobTargetOption.generationMatch(expected));
        options.add(BlobTargetOption.disableGzipContent());
        settings.payer().map(BlobTargetOption::userProject).ifPresent(options::add);
        settings.kmsKey().map(BlobTargetOption::kmsKeyName).ifPresent(options::add);
        return options.toArray(BlobTargetOption[]::new);
    }

    /** Options of a write in the store. */
    static BlobTargetOption[] compose(GcsSettings settings) {
        List<BlobTargetOption> options = new ArrayList<>();
        options.add(BlobTargetOption.doesNotExist());
        settings.payer().map(BlobTargetOption::userProject).ifPresent(options::add);
        settings.kmsKey().map(BlobTargetOption::kmsKeyName).ifPresent(options::add);
        return options.toArray(BlobTargetOption[]::new);
    }

    /** Options of a write in chunks. */
    static BlobWriteOption[] upload(GcsSettings settings, long expected) {
        List<BlobWriteOption> options = new ArrayList<>();
        options.add(
                expected == GcsNames.ABSENT
                        ? BlobWriteOption.doesNotExist()
                        : BlobWriteOption.generationMatch(expected));
        settings.payer().map(BlobWriteOption::userProject).ifPresent(options::add);
        settings.kmsKey().map(BlobWriteOption::kmsKeyName).ifPresent(options::add);
        return options.toArray(BlobWriteOption[]::new);
    }

    /** Options of a change of an object's metadata. */
    static BlobTargetOption[] change(GcsSettings settings, long metageneration) {
        List<BlobTargetOption> options = new ArrayList<>();
        options.add(BlobTargetOption.metagenerationMatch(metageneration));
        settings.payer().map(BlobTargetOption::userProject).ifPresent(options::add);
        return options.toArray(BlobTargetOption[]::new);
    }

    static BlobSourceOption[] delete(GcsSettings settings, long generation) {
        List<BlobSourceOption> options = new ArrayList<>();
        options.add(BlobSourceOption.generationMatch(generation));
        settings.payer().map(BlobSourceOption::userProject).ifPresent(options::add);
        return options.toArray(BlobSourceOption[]::new);
    }
}
