package dev.eider.zones.gcs;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Version;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A process that works in a bucket as it is told: {@code create} or {@code replace} a name. */
final class GcsRival {
    private GcsRival() {}

    public static void main(String[] arguments) throws Exception {
        Bucket bucket = TestBuckets.open(URI.create(arguments[0]), arguments[1]);
        Body content = Body.of(arguments[2].getBytes(StandardCharsets.UTF_8));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            ObjectKey key = new ObjectKey(words[1]);
            boolean isWon = words[0].equals("create")
                    ? bucket.createIfAbsent(key, content).isPresent()
                    : bucket.replace(key, new Version(words[2]), content).isPresent();
            System.out.println(isWon ? "won" : "lost");
        }
    }
}
