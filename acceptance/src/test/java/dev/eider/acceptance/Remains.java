package dev.eider.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What runs left in a bucket, without what may differ between two of them: nonces in names, and sizes and checksums of
 * Parquet and DuckDB files. Checksums are verified before they are left out, those of inputs too. Only what manifests
 * and the pointer name is looked at.
 *
 * @param texts manifests, pointer and descriptions, and checksums of raw and error objects, by their names
 * @param clean Parquet files by their names
 * @param generation folder of the generation that readers see; empty for none
 */
record Remains(Map<String, String> texts, Map<String, Path> clean, Optional<Path> generation) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONCE = "[a-z0-9]{8}";
    private static final Pattern PART = Pattern.compile("-" + NONCE + "-(\\d{5}\\.)");
    private static final Pattern GENERATION = Pattern.compile("(\\d{6})-" + NONCE);

    /** @throws AssertionError if what a manifest or the pointer names is not there or not as it says */
    static Remains of(Path bucket) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Map<String, Path> clean = new TreeMap<>();
        for (Path manifest : files(bucket.resolve("manifests"))) {
            String text = Files.readString(manifest);
            JsonNode json = JSON.readTree(text);
            for (JsonNode input : json.path("inputs")) {
                text = withoutInput(bucket, manifest, input, text);
            }
            for (JsonNode output : json.path("outputs")) {
                Path file = bucket.resolve(output.path("key").textValue());
                verify(
                        file,
                        output.path("bytes").asLong(),
                        output.path("sha256").textValue());
                String name = PART.matcher(output.path("key").textValue()).replaceAll("-NONCE-$1");
                if (output.path("role").textValue().equals("clean")) {
                    clean.put(name, file);
                    text = text.replace(output.path("sha256").textValue(), "VERIFIED")
                            .replace("\"bytes\" : " + output.path("bytes").asLong() + ",", "\"bytes\" : VERIFIED,");
                } else {
                    texts.put(name, sha256(file));
                }
            }
            texts.put(bucket.relativize(manifest).toString(), PART.matcher(text).replaceAll("-NONCE-$1"));
        }
        return new Remains(texts, clean, generation(bucket, texts));
    }

    /** Whether the well-known name leads readers to the generation that the pointer names. */
    static boolean isLinked(Path bucket) throws IOException {
        Path link = bucket.resolve("warehouse/current");
        String current = JSON.readTree(bucket.resolve("warehouse/CURRENT.json").toFile())
                .path("current")
                .textValue();
        return Files.isSymbolicLink(link)
                && link.toRealPath()
                        .equals(bucket.resolve("warehouse/generations")
                                .resolve(current)
                                .toRealPath());
    }

    /** Objects of raw, clean and error that no manifest names: what killed writers left, and nobody else may. */
    static List<String> unnamed(Path bucket) throws IOException {
        Set<String> named = new HashSet<>();
        for (Path manifest : files(bucket.resolve("manifests"))) {
            JSON.readTree(manifest.toFile())
                    .path("outputs")
                    .forEach(output -> named.add(output.path("key").textValue()));
        }
        return files(bucket.resolve("staging")).stream()
                .map(file -> bucket.relativize(file).toString())
                .filter(name -> !named.contains(name))
                .toList();
    }

    private static String withoutInput(Path bucket, Path manifest, JsonNode input, String text) throws IOException {
        String name = "manifests/" + input.path("dataset").textValue() + "/"
                + input.path("stage").textValue() + "/" + input.path("slice").textValue() + "/"
                + String.format("%04d.json", input.path("number").asInt());
        String stated = input.path("sha256").textValue();
        if (!sha256(bucket.resolve(name)).equals(stated)) {
            throw new AssertionError(manifest + " was made from another " + name);
        }
        return text.replace(stated, "VERIFIED");
    }

    private static Optional<Path> generation(Path bucket, Map<String, String> texts) throws IOException {
        Path pointer = bucket.resolve("warehouse/CURRENT.json");
        if (!Files.exists(pointer)) {
            return Optional.empty();
        }
        String text = Files.readString(pointer);
        texts.put("warehouse/CURRENT.json", GENERATION.matcher(text).replaceAll("$1-NONCE"));
        Path folder = bucket.resolve("warehouse/generations")
                .resolve(JSON.readTree(text).path("current").textValue());
        String described = Files.readString(folder.resolve("generation.json"));
        JsonNode json = JSON.readTree(described);
        verify(
                folder.resolve("warehouse.duckdb"),
                json.path("bytes").asLong(),
                json.path("sha256").textValue());
        Path keys = folder.resolve("keys.parquet");
        verify(keys, Files.size(keys), json.path("keys_sha256").textValue());
        for (JsonNode part : json.path("parts_sha256")) {
            Path file = bucket.resolve("warehouse/parts").resolve(part.textValue());
            verify(file, Files.size(file), part.textValue());
            described = described.replace(part.textValue(), "VERIFIED");
        }
        String same = described
                .replace(json.path("sha256").textValue(), "VERIFIED")
                .replace(json.path("keys_sha256").textValue(), "VERIFIED")
                .replace("\"bytes\" : " + json.path("bytes").asLong(), "\"bytes\" : VERIFIED");
        texts.put("generation.json", GENERATION.matcher(same).replaceAll("$1-NONCE"));
        return Optional.of(folder);
    }

    private static void verify(Path file, long bytes, String sha256) throws IOException {
        if (!Files.exists(file)) {
            throw new AssertionError(file + " is named, but not there");
        }
        if (Files.size(file) != bytes || !sha256(file).equals(sha256)) {
            throw new AssertionError(file + " is not what its name was given for");
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
