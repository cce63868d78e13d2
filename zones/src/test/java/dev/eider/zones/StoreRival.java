package dev.eider.zones;

import dev.eider.contract.StorageSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * A child process that creates the names it is told in a bucket of a store, with its own name as content, and says
 * whether it believes that it did.
 */
final class StoreRival {
    private StoreRival() {}

    /** @param arguments the bucket's URL, a name, and variables like {@code NAME=value} */
    public static void main(String[] arguments) throws Exception {
        BucketUrl url = BucketUrl.of(arguments[0]);
        byte[] content = arguments[1].getBytes(StandardCharsets.UTF_8);
        Map<String, String> variables = Arrays.stream(arguments)
                .skip(2)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        BucketProvider provider = ServiceLoader.load(BucketProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.scheme().equals(url.scheme()))
                .findFirst()
                .orElseThrow();
        Bucket bucket = provider.open(url, StorageSettings.DEFAULT, variables);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(
                    bucket.createIfAbsent(new ObjectKey(order), Body.of(content))
                                    .isPresent()
                            ? "won"
                            : "lost");
        }
    }
}
