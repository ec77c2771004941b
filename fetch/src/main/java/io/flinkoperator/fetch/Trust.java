package io.flinkoperator.fetch;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed: those of the JDK, and authorities in FETCH_CA_CERTIFICATES. */
final class Trust {
    private static final String VARIABLE = "FETCH_CA_CERTIFICATES";

    private Trust() {}

    static SSLContext of(Environment environment) throws FetchException {
        try {
            Optional<String> authorities = environment.value(VARIABLE);
            return authorities.isPresent() ? with(authorities.get()) : SSLContext.getDefault();
        } catch (GeneralSecurityException | IOException wrong) {
            throw FetchException.setting(
                    VARIABLE + " does not hold certificates",
                    "write them as PEM, which begins with -----BEGIN CERTIFICATE-----");
        }
    }

    private static SSLContext with(String authorities)
            throws GeneralSecurityException, IOException {
        File standard = new File(System.getProperty("java.home"), "lib/security/cacerts");
        KeyStore store = KeyStore.getInstance(standard, (char[]) null);
        byte[] bytes = authorities.getBytes(StandardCharsets.UTF_8);
        for (Certificate authority :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("given-" + store.size(), authority);
        }
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
