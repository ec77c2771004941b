package io.flinkoperator.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static final int DISTINCT_WORDS = 4277;

    @Test
    void areLowerCaseLettersWithInnerApostrophes() {
        // Given
        var line = "  _Newton's_ Rays--'twas scatter'd, Phænomena: 3 of 12 Prisms' ";

        // When
        var words = Words.of(line);

        // Then
        assertThat(words)
                .containsExactly(
                        "newton's", "rays", "twas", "scatter'd", "phænomena", "of", "prisms");
    }

    @Test
    void areNoneInALineWithoutLetters() {
        assertThat(Words.of(" 1730 -- * ' ")).isEmpty();
    }

    @Test
    void areCountedThroughTheWholeText() throws IOException {
        // Given
        var text = Text.opticks();

        // When
        var counts =
                text.stream()
                        .flatMap(line -> Words.of(line).stream())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        // Then
        assertThat(mostFrequent(counts))
                .containsExactly(
                        "the\t9824",
                        "of\t5241",
                        "and\t4182",
                        "to\t2074",
                        "in\t2014",
                        "by\t1482",
                        "a\t1430",
                        "that\t1340",
                        "be\t1238",
                        "which\t991");
        assertThat(counts).hasSize(DISTINCT_WORDS);
    }

    private static List<String> mostFrequent(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(10)
                .map(entry -> entry.getKey() + "\t" + entry.getValue())
                .collect(Collectors.toUnmodifiableList());
    }
}
