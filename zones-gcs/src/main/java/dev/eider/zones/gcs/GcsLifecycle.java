package dev.eider.zones.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Lifecycle;
import dev.eider.zones.LifecycleRule;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules in the metadata of the bucket, changed under the condition that nobody else has changed them. They are
 * read and written as the store words them, so that rules of others pass through whole, with what no client knows yet.
 */
final class GcsLifecycle implements Lifecycle {
    private static final String ROLE = "roles/storage.admin";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BucketUrl place;
    private final GcsClient client;
    private final GcsRetries retries;
    private final GcsRules rules;

    GcsLifecycle(BucketUrl place, GcsClient client) {
        this.place = place;
        this.client = client;
        this.retries = client.retries();
        this.rules = new GcsRules(place.prefix());
    }

    @Override
    public Rules read() throws BucketException {
        try {
            return rules(current());
        } catch (IOException e) {
            throw GcsProblems.cannot("read", "the rules of " + place, place, ROLE, e);
        }
    }

    @Override
    public Optional<Rules> write(Rules read, List<LifecycleRule> own) throws BucketException {
        try {
            JsonNode now = current();
            if (!metageneration(now).equals(read.version().value())) {
                return Optional.empty();
            }
            ArrayNode all = JSON.createArrayNode();
            for (JsonNode rule : GcsRules.of(now)) {
                if (rules.own(rule).isEmpty()) {
                    all.add(rule);
                }
            }
            own.stream().sorted().forEach(rule -> all.add(rules.json(rule)));
            return replace(all, read.version(), own);
        } catch (IOException e) {
            throw GcsProblems.cannot("write", "the rules of " + place, place, ROLE, e);
        }
    }

    private Optional<Rules> replace(ArrayNode all, Version version, List<LifecycleRule> own)
            throws IOException, BucketException {
        ObjectNode change = JSON.createObjectNode();
        change.putObject("lifecycle").set("rule", all);
        byte[] content = JSON.writeValueAsBytes(change);
        try {
            return Optional.of(rules(retries.run(() -> {
                HttpRequest request = client.requests()
                        .buildPostRequest(
                                url("&ifMetagenerationMatch=" + version.value()),
                                new ByteArrayContent("application/json", content));
                // The client of the JDK knows no PATCH; the store takes it so as well.
                request.getHeaders().set("X-HTTP-Method-Override", "PATCH");
                return answer(request);
            })));
        } catch (IOException e) {
            if (GcsProblems.status(e) != GcsProblems.PRECONDITION_FAILED) {
                throw e;
            }
            // A rival's change, or this one, whose answer was lost.
            Rules now = rules(current());
            return now.own().equals(own.stream().sorted().toList()) ? Optional.of(now) : Optional.empty();
        }
    }

    private JsonNode current() throws IOException, BucketException {
        return retries.run(() -> answer(client.requests().buildGetRequest(url(""))));
    }

    private GenericUrl url(String condition) {
        String payer = client.settings()
                .payer()
                .map(project -> "&userProject=" + URLEncoder.encode(project, StandardCharsets.UTF_8))
                .orElse("");
        return new GenericUrl(
                client.root() + "/storage/v1/b/" + place.bucket() + "?fields=lifecycle,metageneration" + condition
                        + payer,
                true);
    }

    private static JsonNode answer(HttpRequest request) throws IOException {
        HttpResponse response = request.execute();
        try (InputStream in = response.getContent()) {
            return JSON.readTree(in);
        } finally {
            response.disconnect();
        }
    }

    private Rules rules(JsonNode bucket) {
        List<LifecycleRule> own = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        for (JsonNode rule : GcsRules.of(bucket)) {
            List<LifecycleRule> known = rules.own(rule);
            own.addAll(known);
            if (known.isEmpty()) {
                foreign.add(rule.toString());
            }
        }
        return new Rules(own, foreign, new Version(metageneration(bucket)));
    }

    private static String metageneration(JsonNode bucket) {
        return bucket.path("metageneration").asText();
    }
}
