package io.flinkoperator.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.UUID;

/** The secrets of one control plane, in files of its folder; they are worth nothing elsewhere. */
record Credentials(
        String token, String operatorToken, Path tokenFile, Path signingKey, Path verifyingKey) {

    /** Makes tokens of two users, and the key pair that signs service account tokens. */
    static Credentials create(Path folder) throws IOException {
        var token = UUID.randomUUID().toString();
        var operatorToken = UUID.randomUUID().toString();
        var tokenFile = folder.resolve("tokens.csv");
        Files.writeString(
                tokenFile,
                """
                %s,admin,admin,system:masters
                %s,%3$s,%3$s
                """
                        .formatted(token, operatorToken, ControlPlane.OPERATOR));
        var keys = keyPairGenerator().generateKeyPair();
        return new Credentials(
                token,
                operatorToken,
                tokenFile,
                pem(
                        folder.resolve("service-accounts.key"),
                        "PRIVATE",
                        keys.getPrivate().getEncoded()),
                pem(
                        folder.resolve("service-accounts.pub"),
                        "PUBLIC",
                        keys.getPublic().getEncoded()));
    }

    private static KeyPairGenerator keyPairGenerator() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no RSA", e);
        }
    }

    private static Path pem(Path file, String kind, byte[] key) throws IOException {
        var body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key);
        return Files.writeString(
                file,
                "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n".formatted(kind, body));
    }
}
