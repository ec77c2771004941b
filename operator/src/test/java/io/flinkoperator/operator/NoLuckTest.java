package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No test is red by luck: tests wait for what has to come with the testkit's Eventually, whose
 * bound is long, and never for a time. What no pattern finds is in decision 0051.
 */
class NoLuckTest {
    private static final Map<String, Pattern> RULES =
            Map.of(
                    "sleep",
                    Pattern.compile("\\bThread\\.(sleep|yield)\\(|\\bparkNanos\\(|\\.sleep\\(\\d"),
                    "wait of its own",
                    Pattern.compile("\\bAwaitility\\b"),
                    "number as a bound",
                    Pattern.compile(
                            "\\b\\d+L?,\\s*(\\w+\\.)*TimeUnit\\.\\w"
                                    + "|\\b\\w*[tT]imeout\\(\\s*(\\w+\\s*=\\s*)?(Duration\\.of\\w+\\(\\s*)?\\d"
                                    + "|\\b(atMost|during|within|join)\\(\\s*(Duration\\.of\\w+\\(\\s*)?\\d"),
                    "port that anybody may take",
                    Pattern.compile("\\bnew ServerSocket\\(0\\b"));

    /** What each rule finds. */
    private static final Map<String, List<String>> LUCK =
            Map.of(
                    "sleep",
                    List.of("Thread.sleep(pause)", "TimeUnit.SECONDS.sleep(1)"),
                    "wait of its own",
                    List.of("import static org.awaitility.Awaitility.await;"),
                    "number as a bound",
                    List.of(
                            "process.waitFor(30,\n    TimeUnit.SECONDS)",
                            "answer.orTimeout(20, TimeUnit.SECONDS)",
                            "@Timeout(30)",
                            "assertTimeout(Duration.ofSeconds(2), run)",
                            "request.timeout(Duration.ofSeconds(20))",
                            ".atMost(\n    Duration.ofSeconds(5))",
                            "thread.join(1000)"),
                    "port that anybody may take",
                    List.of("new ServerSocket(0)"));

    @TestFactory
    Stream<DynamicTest> noTestWaitsForATime() {
        return RULES.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> isKept(rule.getValue())));
    }

    private static void isKept(Pattern rule) {
        assertThat(sources().filter(file -> rule.matcher(RealCluster.read(file)).find())).isEmpty();
    }

    /** Tests and what they are helped by; not the one place that waits, nor these rules. */
    private static Stream<Path> sources() {
        return Page.files(Page.ROOT, ".java")
                .map(Page.ROOT::relativize)
                .filter(
                        file ->
                                file.startsWith("testkit")
                                        || file.toString().contains("/src/test/"))
                .filter(
                        file ->
                                !file.endsWith("Eventually.java")
                                        && !file.endsWith("NoLuckTest.java"))
                .map(Page.ROOT::resolve);
    }

    @Test
    void everyRuleFindsWhatItIsFor() {
        assertThat(sources()).hasSizeGreaterThan(200);
        LUCK.forEach(
                (rule, all) ->
                        assertThat(all)
                                .allSatisfy(
                                        text ->
                                                assertThat(RULES.get(rule).matcher(text).find())
                                                        .isTrue()));
    }
}
