package dev.eider.sandbox;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The command line, read into a configuration. */
final class Arguments {
    static final String USAGE = """
            A bank's API on loopback, seeded and with faults by switch. Prints its base URL when it answers.

              --port N               port; 0, the default, takes a free one
              --bind ADDRESS         address to listen on (127.0.0.1)
              --token TEXT           what requests must bring: Authorization: Bearer TEXT, X-Api-Key: TEXT or ?api_key=TEXT
              --token-file PATH      the same from a file; also by the environment: SANDBOX_TOKEN
              --expires-after N      403 after N authorized requests
              --seed N               what all follows from (1)
              --from DATE --days N   the bank's life (2025-01-06, 90)
              --accounts N           (2000)
              --per-day N            transactions of an average day (1100)
              --page-size N          records of a page whose request states none (1000)
              --faults SHARES        5% of requests over all kinds, or by kind: too_many_requests=2%,reset=1%
                                     kinds: too_many_requests unavailable reset reset_midway slow_body truncated_body html
              --dirty SHARES         the same for transactions; kinds: missing_required null_key wrong_type negative_amount
                                     too_many_decimals amount_above_range unknown_status invalid_timestamp duplicate_field
                                     unknown_field
              --repeats SHARE        records served again at the start of the next page
              --retry-after SECONDS  of a 429 (1)
              --slow-for MILLIS      of a slow body (300)
              --bad-page NAME:N      HTML in place of page N of a dataset, always
              --file NAME=PATH       one more dataset from .csv, .ndjson (or .gz of them); options for it follow:
                --format csv|ndjson  --delimiter C  --quote C  --columns a,b (no header)  --numbers a,b
                --encoding NAME      --date-column NAME  --date-format %y%m%d
              --prerender            keep rendered pages in memory
              --pidfile PATH         where to write the process id
              --until-stdin-closes   stop when standard input ends

            eider sandbox broker starts a real Kafka broker, eider sandbox produce sends it the bank's transactions;
            each has its own --help.
            """;

    private final SandboxConfig.Builder builder = SandboxConfig.builder();
    private final List<DatasetFile> files = new ArrayList<>();
    private Optional<Path> pidfile = Optional.empty();
    private boolean stopsWithStdin;
    private @Nullable SandboxConfig config;

    private Arguments() {}

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException if one is unknown, has no value or a bad one; never with a secret
     */
    static Arguments parse(List<String> arguments, Map<String, String> environment) throws IOException {
        Arguments parsed = new Arguments();
        Optional.ofNullable(environment.get("SANDBOX_TOKEN"))
                .filter(token -> !token.isEmpty())
                .ifPresent(parsed.builder::token);
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            parsed.option(rest.next(), rest);
        }
        parsed.files.forEach(parsed.builder::file);
        parsed.config = parsed.builder.build();
        return parsed;
    }

    SandboxConfig config() {
        if (config == null) {
            throw new IllegalStateException("Cannot give the configuration: not parsed");
        }
        return config;
    }

    Optional<Path> pidfile() {
        return pidfile;
    }

    boolean stopsWithStdin() {
        return stopsWithStdin;
    }

    private void option(String name, Iterator<String> rest) throws IOException {
        switch (name) {
            case "--prerender" -> builder.prerendered();
            case "--until-stdin-closes" -> stopsWithStdin = true;
            default -> {
                if (!name.startsWith("--") || !USAGE.contains(name + " ")) {
                    throw new IllegalArgumentException("Invalid option: " + name + " (unknown)");
                }
                if (!rest.hasNext()) {
                    throw new IllegalArgumentException("Invalid " + name + ": no value");
                }
                valued(name, rest.next());
            }
        }
    }

    private void valued(String name, String value) throws IOException {
        switch (name) {
            case "--port" -> builder.port(small(name, value));
            case "--bind" -> builder.bindAddress(value);
            case "--token" -> builder.token(value);
            case "--token-file" ->
                builder.token(Files.readString(Path.of(value)).strip());
            case "--expires-after" -> builder.expiresAfter(number(name, value));
            case "--seed" -> builder.seed(number(name, value));
            case "--from" -> builder.from(date(name, value));
            case "--days" -> builder.days(small(name, value));
            case "--accounts" -> builder.accounts(small(name, value));
            case "--per-day" -> builder.transactionsPerDay(small(name, value));
            case "--page-size" -> builder.pageSize(small(name, value));
            case "--faults" -> shares(name, value, Fault.class, builder::faults, builder::fault);
            case "--dirty" -> shares(name, value, Dirty.class, builder::dirty, builder::dirty);
            case "--repeats" -> builder.repeats(share(name, value));
            case "--retry-after" -> builder.retryAfter(Duration.ofSeconds(number(name, value)));
            case "--slow-for" -> builder.slowFor(Duration.ofMillis(number(name, value)));
            case "--bad-page" -> badPage(name, value);
            case "--pidfile" -> pidfile = Optional.of(Path.of(value));
            case "--file" -> files.add(file(name, value));
            default -> fileOption(name, value);
        }
    }

    private void fileOption(String name, String value) {
        switch (name) {
            case "--format" -> change(name, file -> file.as(kind(name, value, DatasetFile.Format.class)));
            case "--delimiter" -> change(name, file -> file.delimiter(character(name, value)));
            case "--quote" -> change(name, file -> file.quote(character(name, value)));
            case "--columns" -> change(name, file -> file.columns(value.split(",", -1)));
            case "--numbers" -> change(name, file -> file.numbers(value.split(",", -1)));
            case "--encoding" -> change(name, file -> file.charset(Charset.forName(value)));
            case "--date-column" -> change(name, file -> file.date(value));
            case "--date-format" ->
                change(name, file -> file.date(file.dateColumn().orElse(""), value));
            default -> throw new IllegalArgumentException("Invalid option: " + name + " (unknown)");
        }
    }

    private void change(String name, UnaryOperator<DatasetFile> change) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("Invalid " + name + ": it follows the --file that it is for");
        }
        files.set(files.size() - 1, change.apply(files.get(files.size() - 1)));
    }

    private void badPage(String name, String value) {
        int colon = value.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + " (dataset:page)");
        }
        builder.badPage(value.substring(0, colon), number(name, value.substring(colon + 1)));
    }

    private static DatasetFile file(String name, String value) {
        int equals = value.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + " (dataset=path)");
        }
        return DatasetFile.of(value.substring(0, equals), Path.of(value.substring(equals + 1)));
    }

    private interface ForAll {
        Object set(double share);
    }

    private static <K extends Enum<K>> void shares(
            String name, String value, Class<K> kinds, ForAll all, BiConsumer<K, Double> one) {
        if (!value.contains("=")) {
            all.set(share(name, value));
            return;
        }
        for (String pair : value.split(",", -1)) {
            int equals = pair.indexOf('=');
            String kind = equals < 0 ? pair : pair.substring(0, equals);
            one.accept(kind(name, kind, kinds), share(name, pair.substring(equals + 1)));
        }
    }

    private static <K extends Enum<K>> K kind(String name, String value, Class<K> kinds) {
        for (K kind : kinds.getEnumConstants()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(value)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Invalid " + name + ": " + value + " (see --help for what there is)");
    }

    private static double share(String name, String value) {
        try {
            return value.endsWith("%")
                    ? Double.parseDouble(value.substring(0, value.length() - 1)) / 100
                    : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + " (5% or 0.05)", e);
        }
    }

    private static char character(String name, String value) {
        String text = value.equals("\\t") ? "\t" : value;
        if (text.length() != 1 || text.charAt(0) > 127) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + " (one ASCII character, or \\t)");
        }
        return text.charAt(0);
    }

    private static LocalDate date(String name, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + " (2025-01-06)", e);
        }
    }

    private static int small(String name, String value) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number(name, value)));
    }

    private static long number(String name, String value) {
        if (!value.matches("-?[0-9]{1,18}")) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + " (a whole number)");
        }
        return Long.parseLong(value);
    }
}
