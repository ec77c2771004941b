package io.flinkoperator.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 for https://me:abc@store/a          | 403 for https://***@store/a",
                "s3.secret-key=abc is wrong              | s3.secret-key=*** is wrong",
                "option s3.secret-key: abc is wrong      | option s3.secret-key: *** is wrong",
                "https://host/a?token=abc&b=1            | https://host/a?token=***&b=1",
                "jdbc:x;user=me;PASSWORD=abc;ssl=true    | jdbc:x;user=me;PASSWORD=***;ssl=true",
                "fs.s3a.access.key=abc                   | fs.s3a.access.key=***",
            })
    void secretsAreLeftOut(String text, String masked) {
        assertThat(Secrets.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret \"vault\" not found",
                "Unexpected token: end of input",
                "file:///a/b@c",
                "o.a.h.security.token.SecretManager$InvalidToken: token expired",
                "java.lang.IllegalStateException: No token: try again",
                "java.lang.ArithmeticException: / by zero",
            })
    void allElseStays(String text) {
        assertThat(Secrets.masked(text)).isEqualTo(text);
    }
}
