package io.flinkoperator.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page does what it says: its commands are run as a reader would, one after the other, on a
 * real node with real Flink. Each page has a namespace of its own; {@code -Dguide=savepoints} runs
 * those with this in their path. {@code make test} runs some of them in {@link Turn}, {@code make
 * test-guides} all.
 */
class GuidesE2E {
    private static final Duration BOUND = RealCluster.BOUND;
    private static final int PARTS = 4;

    @TempDir static Path folder;

    @TestFactory
    Stream<DynamicTest> readersSeeWhatPagesSay() {
        String wanted = System.getProperty("guide", "");
        List<Page> pages =
                Page.all().stream()
                        .filter(page -> page.path().toString().contains(wanted))
                        .filter(
                                page ->
                                        page.blocks().stream()
                                                .anyMatch(it -> it.notRun().isEmpty()))
                        .toList();
        return Turn.current()
                .of(pages.size(), PARTS)
                .mapToObj(pages::get)
                .map(page -> DynamicTest.dynamicTest(page.path().toString(), () -> read(page)));
    }

    private static void read(Page page) throws IOException {
        String namespace =
                "page-"
                        + page.path()
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("\\.md$", "")
                                .replaceAll("[^a-z0-9]+", "-");
        Shell shell = shell(namespace);
        must(shell, "kubectl create namespace " + namespace);
        try {
            long begun = System.nanoTime();
            List<Block> run = page.blocks().stream().filter(it -> it.notRun().isEmpty()).toList();
            run.forEach(block -> follow(page, block, shell));
            tell(page, run.size(), Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            // The next page need not wait until it is gone.
            must(shell, "kubectl delete namespace --wait=false " + namespace);
        }
    }

    private static void follow(Page page, Block block, Shell shell) {
        // When
        Shell.Outcome outcome = shell.run(block.commands(), BOUND);

        // Then
        String what =
                "%s:%d%n%s%nprinted%n%s%nand ended with %d; what there is:%n%s"
                        .formatted(
                                page.path(),
                                block.line(),
                                block.commands(),
                                outcome.output(),
                                outcome.exitCode(),
                                outcome.exitCode() == 0 ? "" : surroundings(shell));
        assertThat(outcome.exitCode()).as(what).isZero();
        assertThat(block.prints(outcome.output()))
                .as("%s%nbut the page says%n%s", what, block.expected().orElse(""))
                .isTrue();
    }

    private static String surroundings(Shell shell) {
        return shell.run("kubectl get flinkclusters,pods; kubectl get events | tail -n 20", BOUND)
                .output();
    }

    /** The reader's kubectl and helm, and a kubeconfig whose namespace is the page's. */
    private static Shell shell(String namespace) throws IOException {
        Path kubeconfig = folder.resolve(namespace);
        Files.copy(
                Path.of(requireNonNull(System.getenv("KUBECONFIG"), "run `make test-e2e`")),
                kubeconfig);
        String client = must(new Shell(Map.of()), "local/control-plane client 2> /dev/null");
        Shell shell =
                new Shell(
                        Map.of(
                                "KUBECONFIG",
                                kubeconfig.toString(),
                                "PATH",
                                client + ":" + System.getenv("PATH")));
        must(shell, "kubectl config set-context --current --namespace=" + namespace);
        return shell;
    }

    private static String must(Shell shell, String command) {
        Shell.Outcome outcome = shell.run(command, BOUND);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output().strip();
    }

    private static void tell(Page page, int run, Duration duration) {
        System.out.printf("guide: %s: %d blocks, %d s%n", page.path(), run, duration.toSeconds());
        page.blocks().stream()
                .filter(block -> block.notRun().isPresent())
                .forEach(
                        block ->
                                System.out.printf(
                                        "guide: %s:%d not run: %s%n",
                                        page.path(), block.line(), block.notRun().get()));
    }
}
