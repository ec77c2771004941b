package io.flinkoperator.fetch;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4 for requests without a query and without a body. */
record SignatureV4(
        String accessKey, String secretKey, Optional<String> token, String region, String service) {
    static final String EMPTY_HASH =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** The request with all its headers signed. */
    Request signed(Request request, Instant now) {
        String time = TIME.format(now);
        Request dated = request.with("X-Amz-Date", time);
        Request complete = token.map(it -> dated.with("X-Amz-Security-Token", it)).orElse(dated);
        Map<String, String> headers = headersToSign(complete);
        String names = String.join(";", headers.keySet());
        List<String> scopes = List.of(time.substring(0, 8), region, service, "aws4_request");
        String scope = String.join("/", scopes);
        String canonical = canonical(complete, headers, names);
        String text = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical));
        String signature = HexFormat.of().formatHex(hmac(signingKey(scopes), text));
        return complete.with(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(accessKey, scope, names, signature));
    }

    private static Map<String, String> headersToSign(Request request) {
        Map<String, String> headers = new TreeMap<>(Map.of("host", request.host()));
        request.headers()
                .forEach(
                        (name, value) ->
                                headers.put(
                                        name.toLowerCase(Locale.ROOT),
                                        value.strip().replaceAll(" +", " ")));
        return headers;
    }

    private static String canonical(Request request, Map<String, String> headers, String names) {
        String lines =
                headers.entrySet().stream()
                        .map(it -> it.getKey() + ":" + it.getValue() + "\n")
                        .collect(Collectors.joining());
        String path = request.uri().getRawPath();
        return String.join("\n", request.method(), path, "", lines, names, EMPTY_HASH);
    }

    private byte[] signingKey(List<String> scopes) {
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String scope : scopes) {
            key = hmac(key, scope);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
