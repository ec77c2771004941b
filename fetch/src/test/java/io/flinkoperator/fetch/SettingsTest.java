package io.flinkoperator.fetch;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://h/job.jar | must begin with https, http, gs, s3, abfs or abfss",
                "/opt/job.jar | must begin with https, http, gs, s3, abfs or abfss",
                "https:job.jar | names no host or bucket",
                "https://under_score/job.jar | names no host",
                "https:///job.jar | names no host or bucket",
                "gs:///job.jar | names no host or bucket",
                "https://me:canary@h/job.jar | must not hold credentials; they belong in a Secret",
                "s3://me:canary@b/job.jar | must not hold credentials; they belong in a Secret",
                "gs://b/job.jar?generation=1 | must have neither '?' nor '#'; write them as %3F and"
                        + " %23",
                "s3://b/job#1.jar | must have neither '?' nor '#'; write them as %3F and %23",
                "gs://b | names no object",
                "s3://b/ | names no object",
                "s3://b$c/job.jar | names no bucket",
                "abfss://account.dfs.core.windows.net/job.jar | must be like"
                        + " abfss://container@account.dfs.core.windows.net/path",
                "abfss://a@b@c/job.jar | must be like"
                        + " abfss://container@account.dfs.core.windows.net/path",
                "https://h/canary job.jar | is not a URI: Illegal character in path at character"
                        + " 17",
            })
    void refusesAUri(String uri, String fault) throws IOException {
        new Fetching(folder, uri)
                .fails(
                        2,
                        "Cannot fetch the jar: FETCH_URI " + fault + "; correct spec.job.jarFile");
    }

    @Test
    void needsAUri() throws IOException {
        new Fetching(folder, "").fails(2, "Cannot fetch the jar: FETCH_URI is not set; set it");
    }

    @Test
    void needsATarget() throws IOException {
        new Fetching(folder, "https://h/job.jar")
                .without("FETCH_TARGET")
                .fails(2, "Cannot fetch the jar: FETCH_TARGET is not set; set it");
    }

    @Test
    void refusesATargetInNoFolder() throws IOException {
        refusesTarget(folder.resolve("missing/job.jar").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"job.jar", "/", "/tmp", "/nowhere/job.jar"})
    void refusesATarget(String target) throws IOException {
        refusesTarget(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1Gi", "1e9", "9999999999999999999999"})
    void refusesANumber(String number) throws IOException {
        for (String name : new String[] {"FETCH_MAX_BYTES", "FETCH_TIMEOUT_SECONDS"}) {
            new Fetching(folder, "https://h/job.jar")
                    .with(name, number)
                    .fails(
                            2,
                            "Cannot fetch the jar: %s is \"%s\", which is not a number above 0;"
                                            .formatted(name, number)
                                    + " correct it");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "sha256:",
                "g123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesAChecksum(String sha256) throws IOException {
        new Fetching(folder, "https://h/job.jar")
                .with("FETCH_SHA256", sha256)
                .fails(
                        2,
                        "Cannot fetch the jar: FETCH_SHA256 is not 64 hexadecimal digits; correct"
                                + " spec.job.jarSha256");
    }

    private void refusesTarget(String target) throws IOException {
        new Fetching(folder, "https://h/job.jar")
                .with("FETCH_TARGET", target)
                .fails(
                        2,
                        "Cannot fetch the jar: FETCH_TARGET \"%s\" is not a file in a folder that"
                                        .formatted(target)
                                + " can be written; mount a volume there that user id and group of"
                                + " this container may write");
    }
}
