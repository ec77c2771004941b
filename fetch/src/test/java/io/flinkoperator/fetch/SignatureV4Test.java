package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the signatures that AWS publishes: in its Signature Version 4 test suite and manual. */
class SignatureV4Test {
    private static final Instant SUITE_TIME = Instant.parse("2015-08-30T12:36:00Z");
    private static final String SUITE_CREDENTIAL =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,";

    /** get-vanilla, get-unreserved, get-utf8, get-space. */
    @ParameterizedTest
    @CsvSource({
        "/, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
                + " 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "/ሴ, 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "/example space/, 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    })
    void signsPaths(String path, String signature) {
        assertThat(suite(Optional.empty()).signed(example(path), SUITE_TIME).headers())
                .containsEntry("X-Amz-Date", "20150830T123600Z")
                .containsEntry(
                        "Authorization",
                        SUITE_CREDENTIAL
                                + " SignedHeaders=host;x-amz-date, Signature="
                                + signature);
    }

    /** get-header-value-trim. */
    @Test
    void signsHeaders() {
        Request request =
                example("/").with("My-Header1", " value1").with("My-Header2", " \"a   b   c\"");
        assertThat(suite(Optional.empty()).signed(request, SUITE_TIME).headers())
                .containsEntry(
                        "Authorization",
                        SUITE_CREDENTIAL
                                + " SignedHeaders=host;my-header1;my-header2;x-amz-date, Signature="
                                + "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    /** post-sts-header-before. */
    @Test
    void signsASessionToken() {
        String token =
                "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeM"
                        + "icRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE"
                        + "8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+x"
                        + "o0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx"
                        + "3iSIlTJabIQwj2ICCR/oLxBA==";
        Request post =
                new Request(
                        example("/").uri(),
                        example("/").headers(),
                        Optional.of(""),
                        false,
                        Optional.empty());
        assertThat(suite(Optional.of(token)).signed(post, SUITE_TIME).headers())
                .containsEntry("X-Amz-Security-Token", token)
                .containsEntry(
                        "Authorization",
                        SUITE_CREDENTIAL
                                + " SignedHeaders=host;x-amz-date;x-amz-security-token, Signature="
                                + "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
    }

    /** GET Object of "Signature Calculations for the Authorization Header" in S3's manual. */
    @Test
    void signsAnObjectOfS3() {
        SignatureV4 manual =
                new SignatureV4(
                        "AKIAIOSFODNN7EXAMPLE",
                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        Optional.empty(),
                        "us-east-1",
                        "s3");
        Request request =
                Request.get(URI.create("https://examplebucket.s3.amazonaws.com/test.txt"))
                        .with("Range", "bytes=0-9")
                        .with("x-amz-content-sha256", SignatureV4.EMPTY_HASH);
        assertThat(manual.signed(request, Instant.parse("2013-05-24T00:00:00Z")).headers())
                .containsEntry(
                        "Authorization",
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                                + " SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                                + " Signature="
                                + "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    private static Request example(String path) {
        return Request.get(URI.create("https://example.amazonaws.com" + Source.encodedPath(path)));
    }

    private static SignatureV4 suite(Optional<String> token) {
        return new SignatureV4(
                "AKIDEXAMPLE",
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                token,
                "us-east-1",
                "service");
    }
}
