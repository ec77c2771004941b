package io.flinkoperator.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** The key of a Google service account; a token is had for a text signed with it (RFC 7523). */
record ServiceAccountKey(String email, String keyId, PrivateKey key, URI tokenUri) {
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final int SECONDS_VALID = 3600;

    static ServiceAccountKey of(String json) throws FetchException {
        try {
            String pem = field(json, "private_key").replaceAll("-----[A-Z ]+-----|\\s", "");
            return new ServiceAccountKey(
                    field(json, "client_email"),
                    field(json, "private_key_id"),
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
                    URI.create(field(json, "token_uri")));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw unusable("a private_key or token_uri that cannot be read");
        }
    }

    Request tokenRequest(Instant now) throws FetchException {
        return Request.post(
                tokenUri,
                Map.of("grant_type", GRANT_TYPE, "assertion", assertion(now)),
                "as service account " + email);
    }

    private String assertion(Instant now) throws FetchException {
        String header =
                "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":%s}".formatted(Json.quoted(keyId));
        String claims =
                "{\"iss\":%s,\"scope\":%s,\"aud\":%s,\"iat\":%d,\"exp\":%d}"
                        .formatted(
                                Json.quoted(email),
                                Json.quoted(SCOPE),
                                Json.quoted(tokenUri.toString()),
                                now.getEpochSecond(),
                                now.getEpochSecond() + SECONDS_VALID);
        String signed = base64(header) + "." + base64(claims);
        return signed + "." + signature(signed);
    }

    private String signature(String text) throws FetchException {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException wrong) {
            throw unusable("a private_key that cannot sign");
        }
    }

    private static String field(String json, String name) throws FetchException {
        return Json.text(json, name).orElseThrow(() -> unusable("no " + name));
    }

    private static FetchException unusable(String fault) {
        return FetchException.setting(
                "the file that GOOGLE_APPLICATION_CREDENTIALS names has " + fault,
                "mount the JSON key of a service account");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
