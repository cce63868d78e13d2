package dev.eider.cli;

import dev.eider.contract.read.Schemas;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a JSON Schema, so that editors complete and check without this program. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of a dataset's file or of eider.yaml.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider schema dataset > dataset.schema.json",
            "  # then, first in datasets/*.yaml:  # yaml-language-server: $schema=../dataset.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    /** Files that have a schema. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum Subject {
        dataset,
        project
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "dataset",
            description = "dataset or project (default: ${DEFAULT-VALUE}).")
    private Subject subject = Subject.dataset;

    private final Surroundings surroundings;

    SchemaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.console().line(subject == Subject.dataset ? Schemas.contract() : Schemas.project());
        return 0;
    }
}
