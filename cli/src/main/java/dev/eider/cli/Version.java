package dev.eider.cli;

import java.util.Optional;
import picocli.CommandLine;

/** The program's version, from its jar. */
final class Version implements CommandLine.IVersionProvider {
    /** The version, or {@code dev} where the program runs from classes. */
    static String name() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"eider " + name()};
    }
}
