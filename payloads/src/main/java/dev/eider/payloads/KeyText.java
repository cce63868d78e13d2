package dev.eider.payloads;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Keys of JSON: what stands within the meta object must be JSON, or the object would be none. */
final class KeyText {
    private final JsonFactory json;

    KeyText(Limits limits) {
        json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depthMax())
                        .maxNumberLength(limits.numberLengthMax())
                        .maxNameLength(limits.nameLengthMax())
                        .maxStringLength(limits.recordBytesMax())
                        .build())
                .build();
    }

    /** Appends one value of JSON, as it stands. */
    void copy(byte[] bytes, int from, int to, JsonBuffer out) throws RefusedException {
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            if (parser.nextToken() == null) {
                throw notJson();
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw notJson();
            }
        } catch (JsonProcessingException e) {
            throw notJson();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.put(bytes, from, to);
    }

    private static RefusedException notJson() {
        return new RefusedException(RejectionCode.WRONG_FORMAT, "not JSON, where JSON is agreed");
    }
}
