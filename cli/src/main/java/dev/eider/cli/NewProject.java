package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A project's folder made from an example, with a mask key of its own. Files that exist are left alone. */
final class NewProject {
    private static final int KEY_BYTES = 32;

    private NewProject() {}

    static void copy(Path example, Path folder) throws EiderException {
        if (Files.exists(folder.resolve("eider.yaml"))) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot make a project: " + folder + " holds one already",
                    "choose another folder, or edit the files there");
        }
        complete(example, folder);
    }

    /** Copies what is missing, so that a folder left half made is finished. */
    static void complete(Path example, Path folder) throws EiderException {
        try {
            for (Path file : filesOf(example)) {
                Path target = folder.resolve(example.relativize(file).toString());
                if (!Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
            makeKey(folder.resolve(".secrets/mask_key"));
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.ACCESS_DENIED, "Cannot make a project in " + folder + ": " + e.getMessage(), null, e);
        }
    }

    /** Writes a file that is not there yet. */
    static void write(Path file, String text) throws EiderException {
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw new EiderException(ErrorCode.ACCESS_DENIED, "Cannot write " + file + ": " + e.getMessage(), null, e);
        }
    }

    private static List<Path> filesOf(Path example) throws IOException {
        try (Stream<Path> files = Files.walk(example)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void makeKey(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
    }
}
