package dev.eider.ingest.batch;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Source;
import dev.eider.contract.Template;
import dev.eider.zones.Slice;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;

/** What a source's path, parameters and headers come to for one slice. */
record PageRequests(HttpUrl start, Map<String, String> headers) {
    static PageRequests of(Contract contract, Source.Api source, Slice slice, Site site) throws EiderException {
        Filling filling = new Filling(contract, slice);
        Map<String, String> headers = filling.all(source.headers());
        Site.checkHeaders(headers);
        return new PageRequests(site.resolve(filling.one(source.path()), filling.all(source.params())), headers);
    }

    private record Filling(Contract contract, Slice slice) {
        String one(String text) throws EiderException {
            Template template;
            try {
                template = Template.of(text);
            } catch (IllegalArgumentException e) {
                throw new EiderException(ErrorCode.INVALID_CONFIGURATION, String.valueOf(e.getMessage()));
            }
            if (template.needsInterval() && !(slice instanceof Slice.Interval)) {
                throw new EiderException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "Invalid placeholder: " + text + " (" + contract.dataset() + " has no intervals)",
                        "Set source.incremental in the contract");
            }
            return template.fill(slice.start(), slice.end(), contract.timezone());
        }

        Map<String, String> all(Map<String, String> texts) throws EiderException {
            Map<String, String> filled = new TreeMap<>();
            for (Map.Entry<String, String> text : texts.entrySet()) {
                filled.put(text.getKey(), one(text.getValue()));
            }
            return filled;
        }
    }
}
