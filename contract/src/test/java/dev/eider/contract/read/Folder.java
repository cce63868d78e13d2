package dev.eider.contract.read;

import dev.eider.contract.Checked;
import dev.eider.contract.Problem;
import dev.eider.contract.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project's folder under test: a small bank, whole and valid until a test changes a file. */
final class Folder {
    static final String MASK_KEY = "0123456789abcdef0123456789abcdef";
    static final String TOKEN = "bank-token-canary";

    static final String PROJECT = """
            project: bank
            bucket: ./data
            mask_key: ${EIDER_MASK_KEY}
            connections:
              bank: {type: api, base_url: "${BANK_URL}", auth: {type: bearer, token: "${BANK_TOKEN}"}}
            """;

    static final String TRANSACTION = """
            dataset: transaction
            source: {connection: bank, path: /transactions, data_selector: $.data, paginator: {type: header_link}}
            primary_key: transaction_id
            event_time: timestamp
            fields:
              transaction_id: bigint
              account_number: {type: string, mask: last4}
              account_type: string
              amount: {type: "decimal(18,2)", required: true}
              customer_region: string
              processing_duration: double
              status: string
              source_system: string
              timestamp: timestamp
            star:
              fact: transaction_fact
              dimensions:
                account_dimension: {natural_key: account_number, attributes: [account_type, customer_region]}
            """;

    private final Path root;
    private final Map<String, String> variables = new HashMap<>(
            Map.of("EIDER_MASK_KEY", MASK_KEY, "BANK_URL", "http://localhost:8080/v1", "BANK_TOKEN", TOKEN));

    private Folder(Path root) {
        this.root = root;
    }

    /** The bank in a folder. */
    static Folder bank(Path root) {
        return new Folder(root).with("eider.yaml", PROJECT).with("datasets/transaction.yaml", TRANSACTION);
    }

    static Folder empty(Path root) {
        return new Folder(root);
    }

    Folder with(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a part of a file that must be there. */
    Folder changed(String file, String from, String to) {
        try {
            String text = Files.readString(root.resolve(file));
            if (!text.contains(from)) {
                throw new IllegalArgumentException("Text not found: " + from + " in " + file);
            }
            return with(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Folder variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Folder without(String variable) {
        variables.remove(variable);
        return this;
    }

    Path root() {
        return root;
    }

    Checked<Project> read() {
        return Contracts.read(root, Optional.empty(), variables);
    }

    Checked<Project> read(String environment) {
        return Contracts.read(root, Optional.of(environment), variables);
    }

    Project project() {
        return project(read());
    }

    Project project(String environment) {
        return project(read(environment));
    }

    /** Problems as a user sees them. */
    List<String> problems() {
        return problems(read());
    }

    static List<String> problems(Checked<Project> checked) {
        return checked instanceof Checked.Bad<Project> bad
                ? bad.problems().stream().map(Problem::toString).toList()
                : List.of();
    }

    private static Project project(Checked<Project> checked) {
        if (checked instanceof Checked.Good<Project> good) {
            return good.value();
        }
        throw new AssertionError(String.join("\n", problems(checked)));
    }
}
