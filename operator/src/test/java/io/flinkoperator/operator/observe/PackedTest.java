package io.flinkoperator.operator.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTest {
    @Test
    void whatIsUnpackedIsWhatWasPacked() {
        for (String text : new String[] {"", "{}", "é: \"flink\"\n".repeat(10_000)}) {
            assertThat(Packed.of(text.getBytes(UTF_8)).unpacked()).isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Test
    void whatCannotBeCompressedFits() {
        for (int length : new int[] {1, 100, 20_000, 1_500_000}) {
            byte[] noise = new byte[length];
            new Random(length).nextBytes(noise);

            assertThat(Packed.of(noise).unpacked()).isEqualTo(noise);
        }
    }
}
