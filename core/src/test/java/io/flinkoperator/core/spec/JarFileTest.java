package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JarFileTest {

    @ParameterizedTest
    @CsvSource({
        "/opt/flink/usrlib/job.jar, '', /opt/flink/usrlib/job.jar",
        "./job.jar, '', ./job.jar",
        "job.jar, '', job.jar",
        "local:///opt/job.jar, local, /opt/job.jar",
        "local:/opt/job.jar, local, /opt/job.jar",
        "file:///opt/job.jar, file, /opt/job.jar",
        "ftp://host/job.jar, ftp, host/job.jar",
        "C:/job.jar, C, /job.jar",
    })
    void jarInTheImageHasAPath(String text, String scheme, String path) {
        // When
        JarFile jar = JarFile.of(text).orElseThrow();

        // Then
        assertThat(jar.scheme()).isEqualTo(scheme);
        assertThat(jar.path()).isEqualTo(path);
        assertThat(jar.isRemote()).isFalse();
        assertThat(jar.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/job.jar",
                "http://host:8080/job.jar?version=1",
                "gs://bucket/job.jar",
                "s3://bucket/job.jar",
                "abfs://container@account.dfs.core.windows.net/job.jar",
                "abfss://container@account.dfs.core.windows.net/job.jar",
            })
    void jarOfAStoreIsRemoteAndHoldsNoCredentials(String text) {
        assertThat(JarFile.of(text))
                .hasValueSatisfying(jar -> assertThat(jar.isRemote()).isTrue())
                .hasValueSatisfying(jar -> assertThat(jar.hasCredentials()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@host/job.jar, true",
        "https://token@host/job.jar, true",
        "s3://key:secret@bucket/job.jar, true",
        "abfss://container:key@account/job.jar, true",
        "https://host/a@b.jar, false",
        "https://host?user=a@b, false",
        "https://host#a@b, false",
        "file://user@host/job.jar, false",
        "/opt/user@host/job.jar, false",
    })
    void credentialsAreThoseBeforeTheHost(String text, boolean hasCredentials) {
        assertThat(JarFile.of(text).orElseThrow().hasCredentials()).isEqualTo(hasCredentials);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t"})
    void blankNamesNoJar(String text) {
        assertThat(JarFile.of(text)).isEmpty();
    }
}
