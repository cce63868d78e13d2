package dev.eider.contract.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the files of a project's folder. */
final class ProjectFiles {
    static final int BYTES_MAX = 1 << 20;
    private static final int FILES_MAX = 10_000;

    private final Path root;
    private final Problems problems;

    ProjectFiles(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    boolean exists(String file) {
        return Files.exists(root.resolve(file));
    }

    /** A file's text; empty, with a problem, where it cannot be read or is no text. */
    Optional<String> text(Path file) {
        try {
            byte[] bytes = bytes(root.resolve(file));
            if (bytes.length > BYTES_MAX) {
                problems.add(file, At.FILE, "Invalid file: too long (at most " + BYTES_MAX + " bytes)");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(file, At.FILE, "Invalid file: no UTF-8");
        } catch (NoSuchFileException e) {
            problems.add(file, At.FILE, "File not found: " + file);
        } catch (IOException e) {
            problems.add(file, At.FILE, "Cannot read " + file + ": " + reason(e));
        }
        return Optional.empty();
    }

    /** Files of a folder with an ending, by name; a folder that is not there has none. */
    List<Path> list(String folder, String ending) {
        Path path = root.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files = entries.filter(Files::isRegularFile)
                    .map(p -> Path.of(folder, p.getFileName().toString()))
                    .filter(p -> !name(p).startsWith("."))
                    .sorted()
                    .limit(FILES_MAX + 1L)
                    .toList();
            if (files.size() > FILES_MAX) {
                problems.add(Path.of(folder), At.FILE, "Invalid folder: more than " + FILES_MAX + " files");
            }
            files.stream().filter(p -> name(p).endsWith(".yml")).forEach(this::wrongEnding);
            return files.stream().filter(p -> name(p).endsWith(ending)).toList();
        } catch (IOException e) {
            problems.add(Path.of(folder), At.FILE, "Cannot read " + folder + ": " + reason(e));
            return List.of();
        }
    }

    private void wrongEnding(Path file) {
        problems.add(
                file, At.FILE, "Invalid file: ending .yml (files end in .yaml)", Optional.of(stem(file) + ".yaml"));
    }

    /** A file's name without its ending. */
    static String stem(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** One byte more than allowed tells that a file is too long. */
    static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(BYTES_MAX + 1);
        }
    }

    static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "access denied"
                : e.getClass().getSimpleName();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
