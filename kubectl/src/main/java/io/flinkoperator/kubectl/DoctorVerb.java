package io.flinkoperator.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.core.decide.JobState;
import io.flinkoperator.core.decide.PodTrouble;
import io.flinkoperator.kubectl.Kubernetes.LogRequest;
import io.flinkoperator.kubectl.Output.Format;
import io.flinkoperator.kubectl.text.Diagnosis;
import io.flinkoperator.kubectl.text.Finding;
import io.flinkoperator.kubectl.text.Ink.Tone;
import io.flinkoperator.kubectl.text.Portrait;
import io.flinkoperator.kubectl.text.Sight;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = {
            "Tells why a cluster is not as it should be, the root of it first, and what to do.",
            "It looks at conditions, pods, events, quotas and the job's exceptions.",
            "Its exit code is 1 if it finds something."
        },
        footer = {"", "Examples:", "  kubectl flink doctor orders"})
final class DoctorVerb implements Callable<Integer> {
    /** Of a log, where an exception with all its causes is at the end. */
    private static final int LINES = 200;

    private final Shell shell;

    @Mixin Common common;
    @Mixin private Connection connection;
    @Mixin private Output output;
    @Mixin private Name name;

    DoctorVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        output.among(Format.JSON, Format.YAML);
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection)) {
            Sight sight = sight(kubernetes);
            List<Finding> findings = Diagnosis.of(sight);
            if (!output.shows(findings, shell)) {
                tell(sight.portrait().fullName(), findings);
            }
            return findings.isEmpty() ? Failure.NONE : Failure.UNHEALTHY;
        }
    }

    private Sight sight(Kubernetes kubernetes) {
        FlinkCluster cluster = kubernetes.cluster(name.name);
        Portrait portrait = Portrait.of(cluster);
        Optional<JsonNode> exceptions =
                portrait.job()
                        .map(JobStatus::id)
                        .filter(id -> portrait.jobState() == JobState.RUNNING)
                        .flatMap(id -> kubernetes.flink(cluster, "/jobs/" + id + "/exceptions"));
        List<Pod> pods = kubernetes.pods(name.name);
        return new Sight(
                portrait,
                pods,
                kubernetes.events(name.name),
                kubernetes.quotas(),
                exceptions,
                pods.stream().flatMap(it -> lastWords(kubernetes, it)).toList(),
                shell.now());
    }

    private static Stream<String> lastWords(Kubernetes kubernetes, Pod pod) {
        return PodTrouble.crashing(pod)
                .map(
                        container -> {
                            var log = new ByteArrayOutputStream();
                            kubernetes.log(
                                    pod.getMetadata().getName(),
                                    new LogRequest(container, Optional.of(LINES), true, false),
                                    log);
                            return log.toString(StandardCharsets.UTF_8);
                        });
    }

    private void tell(String cluster, List<Finding> findings) {
        if (findings.isEmpty()) {
            shell.out().println(shell.ink().paint(Tone.GOOD, cluster + ": nothing is wrong."));
        }
        findings.forEach(
                it -> {
                    shell.out().println(shell.ink().paint(Tone.BAD, it.cause()));
                    shell.out().println("  → " + it.remedy());
                });
    }
}
