package dev.eider.cli;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Loads what commands need, for the archive of classes that the launcher has the JVM make of it: by the command it is
 * given, which is the demo; and by name what the demo has no use for, since it has no broker: Kafka's client.
 */
final class Trial {
    private static final String CLIENT = "kafka-clients-";

    /** Classes that no command comes to: an archive takes memory of each process. */
    private static final Pattern UNUSED =
            Pattern.compile("META-INF/.*|.*JsonConverter.*|.*/shaded/com/.*|.*/clients/admin/.*");

    private static final String CLASS = ".class";

    private Trial() {}

    public static void main(String[] arguments) throws IOException {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (new File(path).getName().startsWith(CLIENT)) {
                load(path);
            }
        }
        Main.main(arguments);
    }

    private static void load(String path) throws IOException {
        List<String> names;
        try (JarFile jar = new JarFile(path)) {
            names = jar.stream().map(entry -> entry.getName()).toList();
        }
        for (String name : names) {
            if (name.endsWith(CLASS) && !UNUSED.matcher(name).matches()) {
                String type = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
                try {
                    Class.forName(type, false, Trial.class.getClassLoader());
                } catch (ClassNotFoundException | LinkageError e) {
                    // A part of the client that needs a library which is not there: no command needs it either.
                }
            }
        }
    }
}
