import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client of the KEYVOX API. Calls answer the data, or throw with the server's code and words. */
final class Keyvox {
    private static final String BASE = "/api/eagle-pms";

    /** Two digits for the day: Java's own RFC_1123_DATE_TIME writes one where one is enough, and such a date is refused. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    /** What is signed says HTTP/1.1, so that is what is spoken. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

    private final String url;
    private final String key;
    private final String secret;

    Keyvox(String url, String key, String secret) {
        this.url = url;
        this.key = key;
        this.secret = secret;
    }

    static Keyvox ofEnvironment() {
        return new Keyvox(setting("KEYVOX_URL"), setting("KEYVOX_KEY"), setting("KEYVOX_SECRET"));
    }

    /**
     * The headers that prove a request: the path as it is sent, the very bytes of the body, an HTTP date in GMT of now. All that there is to the
     * signatures.
     */
    static Map<String, String> sign(String key, String secret, String method, String path, byte[] body, String date) {
        try {
            Base64.Encoder base64 = Base64.getEncoder();
            String digest = "SHA-256=" + base64.encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
            String text = "date: " + date + "\n" + method + " " + path + " HTTP/1.1\ndigest: " + digest;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signature = base64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));

            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("date", date);
            headers.put("digest", digest);
            headers.put("x-target-host", "default.pms");
            headers.put(
                    "authorization",
                    "hmac username=\"" + key + "\", algorithm=\"hmac-sha256\", headers=\"date request-line digest\", signature=\"" + signature + "\"");
            return headers;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java platform has SHA-256 and HmacSHA256.", missing);
        }
    }

    /** A function such as /v1/getUnits. */
    Json call(String function, Map<String, ?> arguments) throws IOException, InterruptedException {
        // What is signed must be what is sent: the body becomes bytes once.
        byte[] body = Json.write(arguments).getBytes(StandardCharsets.UTF_8);
        String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + BASE + function))
                        .timeout(Duration.ofSeconds(30))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body));
        sign(key, secret, "POST", BASE + function, body, date).forEach(request::header);

        var answer = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        Json told = Json.read(answer.body());
        if (!told.has("code")) {
            throw new Refused(function, String.valueOf(answer.statusCode()), told.get("message").text());
        }
        if (!told.get("code").text().equals("0")) {
            throw new Refused(function, told.get("code").text(), told.get("msg").text());
        }
        return told.get("data");
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("Set " + name + ".");
        }
        return value;
    }

    /** What the server refused, with its code; of a refused signature the code is the HTTP status. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        final String code;

        Refused(String function, String code, String message) {
            super(function + ": " + code + " " + message);
            this.code = code;
        }
    }
}
