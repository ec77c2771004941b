package io.flinkoperator.examples.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void isContentWithEachNumberOnceInWhateverOrder() {
        // When
        Verdict verdict = Verdict.of(List.of("/a\t1", "/b\t1", "/a\t3", "/a\t2"));

        // Then
        assertThat(verdict).hasToString("4 clicks on 2 pages: none missing, none double");
        assertThat(verdict.faults()).isEmpty();
    }

    @Test
    void findsWhatIsMissingAndWhatIsDouble() {
        // When
        Verdict verdict = Verdict.of(List.of("/a\t1", "/a\t1", "/b\t1", "/b\t4"));

        // Then
        assertThat(verdict.faults()).containsExactly("/a has 1 twice", "/b lacks 2 below 4");
    }
}
