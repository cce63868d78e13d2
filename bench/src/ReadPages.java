import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Reads all pages of an API to nowhere, each page after the one before, as its Link header says: {@code ReadPages URL}. */
public final class ReadPages {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");
    private static final int BUFFER_BYTES = 1 << 16;

    private ReadPages() {}

    /** Prints pages and bytes as JSON. */
    public static void main(String[] arguments) throws IOException {
        OkHttpClient client = new OkHttpClient();
        byte[] buffer = new byte[BUFFER_BYTES];
        long pages = 0;
        long bytes = 0;
        String url = arguments[0];
        while (url != null) {
            try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
                if (!response.isSuccessful()) {
                    throw new IOException("Status " + response.code() + " of page " + (pages + 1));
                }
                InputStream body = response.body().byteStream();
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    bytes += read;
                }
                pages++;
                Matcher next = NEXT.matcher(response.header("Link", ""));
                url = next.find() ? next.group(1) : null;
            }
        }
        System.out.println("{\"pages\":" + pages + ",\"bytes\":" + bytes + "}");
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
