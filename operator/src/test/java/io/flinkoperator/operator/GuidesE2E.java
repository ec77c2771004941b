package io.flinkoperator.operator;

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
 * those with this in their path.
 */
class GuidesE2E {
    private static final Duration BOUND = Duration.ofMinutes(3);

    @TempDir static Path folder;

    @TestFactory
    Stream<DynamicTest> readersSeeWhatPagesSay() {
        String wanted = System.getProperty("guide", "");
        return Page.all().stream()
                .filter(page -> page.path().toString().contains(wanted))
                .filter(page -> page.blocks().stream().anyMatch(it -> it.notRun().isEmpty()))
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
        try (RealCluster real = new RealCluster(namespace)) {
            Shell shell = shell(real.namespace);
            long begun = System.nanoTime();
            List<Block> run = page.blocks().stream().filter(it -> it.notRun().isEmpty()).toList();
            run.forEach(block -> follow(page, block, shell));
            tell(page, run.size(), Duration.ofNanos(System.nanoTime() - begun));
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
        return shell.run(
                        "kubectl get flinkclusters,pods; kubectl get events | tail -n 20",
                        Duration.ofSeconds(30))
                .output();
    }

    /** The reader's kubectl and helm, and a kubeconfig whose namespace is the page's. */
    private static Shell shell(String namespace) throws IOException {
        Path kubeconfig = folder.resolve(namespace);
        Files.copy(Path.of(System.getenv("KUBECONFIG")), kubeconfig);
        Shell.Outcome client =
                new Shell(Map.of()).run("local/control-plane client 2> /dev/null", BOUND);
        assertThat(client.exitCode()).as(client.output()).isZero();
        Shell shell =
                new Shell(
                        Map.of(
                                "KUBECONFIG",
                                kubeconfig.toString(),
                                "PATH",
                                client.output().strip() + ":" + System.getenv("PATH")));
        String choice = "kubectl config set-context --current --namespace=" + namespace;
        assertThat(shell.run(choice, BOUND).exitCode()).isZero();
        return shell;
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
