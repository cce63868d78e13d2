package dev.eider.zones;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A child process that works in a folder bucket as it is told: {@code create}, {@code replace} or {@code half} a name. */
final class FolderRival {
    private FolderRival() {}

    public static void main(String[] arguments) throws Exception {
        Bucket bucket = Buckets.folder(Path.of(arguments[0]));
        String name = arguments[1];
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            ObjectKey key = new ObjectKey(words[1]);
            System.out.println(
                    switch (words[0]) {
                        case "create" -> bucket.createIfAbsent(key, body(name)).isPresent() ? "won" : "lost";
                        case "replace" ->
                            bucket.replace(key, new Version(words[2]), body(name))
                                            .isPresent()
                                    ? "won"
                                    : "lost";
                        case "half" ->
                            bucket.createIfAbsent(key, haltingAfterHalf()).toString();
                        default -> throw new IOException("unknown order " + order);
                    });
        }
    }

    private static Body body(String name) {
        return Body.of(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Content in whose middle the process ends. */
    private static Body haltingAfterHalf() {
        return new Body() {
            @Override
            public long length() {
                return 2_000_000;
            }

            @Override
            public InputStream open() {
                return new java.io.SequenceInputStream(
                        new ByteArrayInputStream(new byte[1_000_000]), new InputStream() {
                            @Override
                            public int read() {
                                Runtime.getRuntime().halt(HaltingBucket.EXIT_STATUS);
                                return -1;
                            }
                        });
            }
        };
    }
}
