package io.flinkoperator.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of Markdown: what it tells its reader to type, and where it points to.
 *
 * @param path Its file, from the root of the repository.
 * @param text What it says.
 */
record Page(Path path, String text) {
    static final Path ROOT = Path.of("..");

    /** Mark, commands, and what they print, each between fences that may be indented in a list. */
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?:^ *<!-- not run: (?<reason>[^\n]+) -->\n+)?"
                            + "^(?<indent> *)```sh\n(?<commands>.*?)^ *```\n"
                            + "(?:\n*^ *```text\n(?<output>.*?)^ *```\n)?",
                    Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern CODE =
            Pattern.compile("^ *```.*?^ *```$|`[^`\n]+`", BLOCK.flags());
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ ([^\n]+)$", Pattern.MULTILINE);

    private static final Pattern YAML = Pattern.compile("^```yaml\n(.*?)^```", BLOCK.flags());

    /** The block of YAML with a text in a page of the documentation. */
    static String snippet(String page, String text) {
        return YAML.matcher(RealCluster.read(ROOT.resolve("docs").resolve(page)))
                .results()
                .map(block -> block.group(1))
                .filter(yaml -> yaml.contains(text))
                .findFirst()
                .orElseThrow();
    }

    /** All pages for users of the project. */
    static List<Page> all() {
        return Stream.of(
                        "README.md",
                        "CONTRIBUTING.md",
                        "SECURITY.md",
                        "docs",
                        "examples",
                        "helm",
                        "local")
                .flatMap(name -> files(ROOT.resolve(name), ".md"))
                .filter(file -> !file.toString().contains("/target/"))
                .map(file -> new Page(ROOT.relativize(file), RealCluster.read(file)))
                .toList();
    }

    /** Files below a folder, or the file itself, whose names end like this. */
    static Stream<Path> files(Path folder, String end) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Block> blocks() {
        return BLOCK.matcher(text).results().map(this::block).toList();
    }

    private Block block(MatchResult found) {
        int indent = found.group(2).length();
        return new Block(
                1 + (int) text.substring(0, found.start(3)).lines().count(),
                found.group(3).indent(-indent),
                Optional.ofNullable(found.group(4)).map(output -> output.indent(-indent)),
                Optional.ofNullable(found.group(1)));
    }

    /** Where its links lead to, apart from those that leave the repository. */
    List<String> links() {
        return LINK.matcher(CODE.matcher(text).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** The names that GitHub gives to its headings. */
    Set<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(it -> anchor(it.group(1)))
                .collect(Collectors.toSet());
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("\\]\\([^)]*\\)", "")
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
