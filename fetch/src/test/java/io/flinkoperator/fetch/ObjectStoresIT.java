package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers that others wrote from the same specifications. */
class ObjectStoresIT {
    private static final String ACCESS_KEY = "AKIDEXAMPLE";
    private static final String SECRET_KEY = "canary/secret+key";
    private static final int JAR_SIZE = 3_000_000;

    @TempDir private static Path source;
    private static Path jar;
    @AutoClose private static ObjectStores stores;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        byte[] bytes = new byte[JAR_SIZE];
        new Random(1).nextBytes(bytes);
        bytes[0] = 'P';
        bytes[1] = 'K';
        jar = Files.write(source.resolve("job.jar"), bytes);
        stores = ObjectStores.with(jar, ACCESS_KEY, SECRET_KEY);
    }

    @Test
    void fetchesFromGoogleStorage() throws IOException {
        Fetching fetching = google(ObjectStores.OBJECT);
        assertThat(fetching.run()).isZero();
        assertThat(fetching.target()).hasSameBinaryContentAs(jar);
    }

    @Test
    void findsNoOtherObjectInGoogleStorage() throws IOException {
        google("jars/other.jar")
                .fails(
                        1,
                        "Failed to fetch gs://jars/other.jar: %s answered 404 Not Found (Not Found);"
                                        .formatted(host(stores.google()))
                                + " check spec.job.jarFile");
    }

    @Test
    void fetchesFromS3() throws IOException {
        Fetching fetching = amazon(ObjectStores.OBJECT);
        assertThat(fetching.run()).isZero();
        assertThat(fetching.target()).hasSameBinaryContentAs(jar);
    }

    @Test
    void findsNoOtherObjectInS3() throws IOException {
        amazon("jars/other.jar")
                .fails(
                        1,
                        "Failed to fetch s3://jars/other.jar: %s answered 404 Not Found (NoSuchKey);"
                                        .formatted(host(stores.amazon()))
                                + " check spec.job.jarFile");
    }

    @Test
    void isRefusedByS3WithAWrongSecretKey() throws IOException {
        amazon(ObjectStores.OBJECT)
                .with("AWS_SECRET_ACCESS_KEY", "canary/wrong+key")
                .fails(
                        1,
                        "Failed to fetch s3://%s: %s answered 403 Forbidden (SignatureDoesNotMatch)"
                                        .formatted(ObjectStores.OBJECT, host(stores.amazon()))
                                + " to a request with AWS_ACCESS_KEY_ID; check its rights");
    }

    private Fetching google(String object) {
        return new Fetching(folder, "gs://" + object)
                .with("STORAGE_EMULATOR_HOST", host(stores.google()));
    }

    private Fetching amazon(String object) {
        return new Fetching(folder, "s3://" + object)
                .today()
                .with("AWS_ENDPOINT_URL_S3", stores.amazon())
                .with("AWS_ACCESS_KEY_ID", ACCESS_KEY)
                .with("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    private static String host(String address) {
        return address.replaceFirst("http://", "");
    }
}
