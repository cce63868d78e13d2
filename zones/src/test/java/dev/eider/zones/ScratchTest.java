package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.EiderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scratch is this process's alone, gone when it is closed, and swept when its process was killed. */
final class ScratchTest {
    @TempDir
    private Path folder;

    /** A child that opens a scratch, writes into it, and is killed or waits. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Scratch scratch = Scratch.open(Path.of(arguments[0]));
            Files.writeString(scratch.folder().resolve("half"), "written");
            System.out.println(scratch.folder());
            System.in.read();
            Runtime.getRuntime().halt(HaltingBucket.EXIT_STATUS);
        }
    }

    @Test
    void isAFolderOfItsOwnUntilItIsClosed() throws Exception {
        Path parent = folder.resolve("a/scratch");
        Path first;
        try (Scratch one = Scratch.open(parent);
                Scratch two = Scratch.open(parent)) {
            first = one.folder();
            assertThat(first).isDirectory().isNotEqualTo(two.folder());
            Files.createDirectories(first.resolve("deep/er"));
            Files.writeString(first.resolve("deep/er/file"), "text");
        }
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("run-")))
                    .isEmpty();
        }
    }

    @Test
    void removesWhatHasNoOwner() throws Exception {
        Path dead = Files.createDirectories(folder.resolve("run-1234"));
        Files.writeString(dead.resolve(".lock"), "");
        Files.writeString(dead.resolve("file"), "text");
        Path foreign = Files.createDirectories(folder.resolve("other"));
        try (Scratch scratch = Scratch.open(folder)) {
            assertThat(dead).doesNotExist();
            assertThat(foreign).exists();
            assertThat(scratch.folder()).exists();
        }
    }

    @Test
    void removesNothingThroughALink() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "text");
        Path dead = Files.createDirectories(folder.resolve("scratch/run-1"));
        Files.createSymbolicLink(dead.resolve("link"), outside);
        try (Scratch scratch = Scratch.open(folder.resolve("scratch"))) {
            assertThat(dead).doesNotExist();
            assertThat(outside.resolve("kept")).exists();
            assertThat(scratch.folder()).exists();
        }
    }

    @Test
    void saysWhereItCannotBe() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Scratch.open(file))
                .isInstanceOf(EiderException.class)
                .hasMessageStartingWith("Cannot write scratch in " + file);
    }

    @Test
    @Tag("slow")
    void sparesTheLivingAndSweepsTheDead() throws Exception {
        try (ChildProcess child = ChildProcess.start(Holder.class, folder.toString())) {
            Path held = Path.of(child.answer());
            Scratch.open(folder).close();
            assertThat(held.resolve("half")).as("its process lives").exists();
            assertThat(child.exitStatus()).isEqualTo(HaltingBucket.EXIT_STATUS);
            assertThat(held.resolve("half")).as("it was killed").exists();
            Scratch.open(folder).close();
            assertThat(held).doesNotExist();
        }
    }
}
