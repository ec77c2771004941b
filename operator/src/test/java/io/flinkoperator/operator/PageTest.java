package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    @Test
    void findsCommandsTheirOutputAndWhyTheyAreNotRun() {
        // Given
        String text =
                """
                # Title

                ```sh
                first
                second
                ```

                ```text
                output
                ```

                1. In a list
                   <!-- not run: needs a cloud -->
                   ```sh
                   third <<'END'
                     kept
                   END
                   ```

                ```yaml
                no: command
                ```
                """;

        // When
        var blocks = page(text).blocks();

        // Then
        assertThat(blocks).hasSize(2);
        assertThat(blocks.get(0).line()).isEqualTo(4);
        assertThat(blocks.get(0).commands()).isEqualTo("first\nsecond\n");
        assertThat(blocks.get(0).expected()).contains("output\n");
        assertThat(blocks.get(0).notRun()).isEmpty();
        assertThat(blocks.get(1).commands()).isEqualTo("third <<'END'\n  kept\nEND\n");
        assertThat(blocks.get(1).expected()).isEmpty();
        assertThat(blocks.get(1).notRun()).contains("needs a cloud");
    }

    @Test
    void outputBelongsToTheCommandsRightBeforeIt() {
        // When
        var blocks = page("```sh\nfirst\n```\n\nWords.\n\n```text\nother\n```\n").blocks();

        // Then
        assertThat(blocks).singleElement().matches(block -> block.expected().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "'a b/', 'a   b  /', true",
        "'a …/', 'a 17 s/', true",
        "'a … b/', 'a 17 c/', false",
        "'a/…/b/', 'a/1/2/b/', true",
        "'a/…/b/', 'a/b/', true",
        "'a …/', 'a 1/b/', false",
        "'a.c/', 'abc/', false",
        "'a/', a, true",
        "'', a, false",
        "'a/b/', 'a/I1130 23:03:15.677148   27255 reflector.go:664] \"Warning\"/b/', true"
    })
    void comparesWhatIsPrinted(String expected, String printed, boolean isAsExpected) {
        // Given
        String output = expected.replace('/', '\n');
        var block = page("```sh\nrun\n```\n```text\n" + output + "```\n").blocks().get(0);

        // When
        boolean matches = block.prints(printed.replace('/', '\n'));

        // Then
        assertThat(matches).isEqualTo(isAsExpected);
    }

    @Test
    void findsLinksAndHeadings() {
        // Given
        Page page =
                page(
                        """
                        # A `title`, and more
                        [here](other.md#part), [away](https://example.com), `[not](a-link)`
                        ```sh
                        [nor](this)
                        ```
                        """);

        // Then
        assertThat(page.links()).containsExactly("other.md#part");
        assertThat(page.anchors()).containsExactly("a-title-and-more");
    }

    private static Page page(String text) {
        return new Page(Path.of("page.md"), text);
    }
}
