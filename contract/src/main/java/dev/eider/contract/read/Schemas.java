package dev.eider.contract.read;

/** JSON Schemas (draft 2020-12) of a project's files, for editors and checks without this program. */
public final class Schemas {
    private Schemas() {}

    /** The schema of a dataset's file, as JSON text. */
    public static String contract() {
        return JsonSchema.of("Dataset", DatasetVocabulary.ROOT, JsonSchema.References.REFUSED);
    }

    /** The schema of eider.yaml, as JSON text. */
    public static String project() {
        return JsonSchema.of("Project", ProjectVocabulary.ROOT, JsonSchema.References.ALLOWED);
    }
}
