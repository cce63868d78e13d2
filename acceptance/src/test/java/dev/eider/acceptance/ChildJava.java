package dev.eider.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts other Javas with the classes of this one, cheaply: classes come from an archive that the first child leaves,
 * which needs jars, and DuckDB's library lies unpacked beside its jar.
 */
final class ChildJava {
    /** No command of the tests takes longer, on whatever machine. */
    static final long SECONDS_MAX = 180;

    private static final String NATIVE = "libduckdb_java.so_";

    private final Path folder;
    private final String classpath;

    private ChildJava(Path folder, String classpath) {
        this.folder = folder;
        this.classpath = classpath;
    }

    /** Prepares the classpath in the folder. */
    static ChildJava in(Path folder) throws IOException {
        Files.createDirectories(folder);
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> entries = new ArrayList<>();
        for (String entry : own.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                entries.add(jar(path, folder.resolve("classes-" + entries.size() + ".jar"))
                        .toString());
            } else if (String.valueOf(path.getFileName()).startsWith("duckdb_jdbc-")) {
                entries.add(thin(path, folder).toString());
            } else if (Files.exists(path)) {
                entries.add(entry);
            }
        }
        return new ChildJava(folder, String.join(File.pathSeparator, entries));
    }

    /** A process whose output goes to the file; the first one to end by itself leaves the archive. */
    Process start(Class<?> main, List<String> arguments, Path output) throws IOException {
        return builder(main, arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** A process that talks by its standard streams; its errors appear among the test's own. */
    Process startTalking(Class<?> main, List<String> arguments) throws IOException {
        return builder(main, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The status with which a process ends. */
    static int statusOf(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("a child did not end within " + SECONDS_MAX + " s");
        }
        return process.exitValue();
    }

    private ProcessBuilder builder(Class<?> main, List<String> arguments) {
        Path archive = folder.resolve("classes.jsa");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // The API speaks plain HTTP: no need to read a hundred certificates first.
                "-Djavax.net.ssl.trustStore=NONE",
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archive,
                "-cp",
                classpath,
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        try (JarOutputStream out = open(jar)) {
            for (Path file : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /** The driver's jar without its libraries; the one of this machine beside it, where the driver looks next. */
    private static Path thin(Path driver, Path folder) throws IOException {
        Path thin = folder.resolve("duckdb_jdbc-thin.jar");
        String here = NATIVE + system() + "_" + architecture();
        try (JarFile jar = new JarFile(driver.toFile());
                JarOutputStream out = open(thin)) {
            for (JarEntry entry : java.util.Collections.list(jar.entries())) {
                try (InputStream in = jar.getInputStream(entry)) {
                    if (entry.getName().equals(here)) {
                        Files.copy(in, folder.resolve(here));
                    } else if (!entry.getName().startsWith(NATIVE) && !entry.isDirectory()) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        in.transferTo(out);
                    }
                }
            }
        }
        return thin;
    }

    private static JarOutputStream open(Path jar) throws IOException {
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        out.setLevel(0);
        return out;
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "macos" : name.contains("windows") ? "windows" : "linux";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm64" : "amd64";
    }
}
