package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What all pages have in common; what they tell to type is run by {@link GuidesE2E}. */
class PagesTest {
    private static final List<Page> PAGES = Page.all();

    @Test
    void everyLinkLeadsToAFileOrAHeadingThatThereIs() {
        // When
        List<String> broken = new ArrayList<>();
        for (Page page : PAGES) {
            page.links().stream()
                    .filter(link -> !leadsSomewhere(page, link))
                    .forEach(link -> broken.add(page.path() + ": " + link));
        }

        // Then
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Page page, String link) {
        int mark = link.indexOf('#');
        String name = mark < 0 ? link : link.substring(0, mark);
        Path target =
                name.isEmpty()
                        ? Page.ROOT.resolve(page.path())
                        : Page.ROOT.resolve(page.path()).resolveSibling(name).normalize();
        return Files.exists(target)
                && (mark < 0
                        || new Page(target, RealCluster.read(target))
                                .anchors()
                                .contains(link.substring(mark + 1)));
    }

    @Test
    void theIndexNamesEveryPageOfTheDocumentation() {
        // Given
        Path index = Path.of("docs/README.md");

        // When
        Set<Path> named = named(index);

        // Then
        assertThat(named)
                .containsAll(
                        PAGES.stream()
                                .map(Page::path)
                                .filter(path -> path.startsWith("docs"))
                                .filter(path -> !path.startsWith("docs/decisions"))
                                .filter(path -> !path.equals(index))
                                .toList());
    }

    @Test
    void theIndexOfExamplesNamesEveryManifest() {
        // When
        Set<Path> named = named(Path.of("examples/README.md"));

        // Then
        assertThat(named)
                .containsAll(
                        Page.files(Page.ROOT.resolve("examples"), ".yaml")
                                .map(Page.ROOT::relativize)
                                .toList());
    }

    private static Set<Path> named(Path index) {
        Page page = PAGES.stream().filter(it -> it.path().equals(index)).findFirst().orElseThrow();
        return page.links().stream()
                .map(link -> index.resolveSibling(link).normalize())
                .collect(Collectors.toSet());
    }

    @Test
    void commandsThatAreNotRunHaveAReasonRightBeforeThem() {
        assertThat(PAGES)
                .allSatisfy(
                        page ->
                                assertThat(page.text().split("<!-- not run", -1).length - 1)
                                        .as("marks in %s", page.path())
                                        .isEqualTo(
                                                page.blocks().stream()
                                                        .filter(it -> it.notRun().isPresent())
                                                        .count()));
    }
}
