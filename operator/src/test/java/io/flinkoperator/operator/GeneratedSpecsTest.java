package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.core.decide.Decider;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What holds for every spec that somebody might write. jqwik prints the seed of each run. */
class GeneratedSpecsTest {
    static final Platform PLATFORM = new Platform("default", "flink-operator:dev", "UEsDBA==");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LONGEST_MESSAGE = 32_768;

    @Provide
    Arbitrary<Draft> hostile() {
        return GeneratedSpecs.hostile();
    }

    @Provide
    Arbitrary<Draft> mostlyValid() {
        return GeneratedSpecs.mostlyValid();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, seed = "1")
    void aHostileSpecIsRefusedWithWhereAndWhatToDo(@ForAll("hostile") Draft draft) {
        isUnderstoodOrRefused(draft);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, seed = "1")
    void aSpecIsRenderedOrRefusedWithWhereAndWhatToDo(@ForAll("mostlyValid") Draft draft) {
        boolean isValid = isUnderstoodOrRefused(draft);

        Statistics.label("valid")
                .collect(isValid)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 15));
    }

    private static boolean isUnderstoodOrRefused(Draft draft) {
        Parsed parsed = SpecParser.parse(draft.seen(), PLATFORM);
        if (parsed instanceof Parsed.Valid valid) {
            isRendered(valid.cluster());
            valid.cluster().warnings().forEach(GeneratedSpecsTest::isSentence);
        } else {
            ((Parsed.Invalid) parsed).problems().forEach(GeneratedSpecsTest::isSentence);
        }
        isDecided(draft, parsed);
        return parsed instanceof Parsed.Valid;
    }

    static void isSentence(Problem problem) {
        assertThat(problem.field()).matches("(spec|metadata)\\b.*").hasSizeLessThan(300);
        assertThat(problem.sentence())
                .isNotBlank()
                .hasSizeLessThan(600)
                .doesNotContainPattern("(?i)exception|cannot deserialize|(?<!')\\bnull\\b(?!')");
        assertThat(problem.toString())
                .doesNotContain(GeneratedSpecs.CANARY)
                .doesNotContainPattern("\\p{Cntrl}");
    }

    private static void isRendered(ValidCluster cluster) {
        assertThat(DesiredResources.all(cluster)).isNotEmpty();
        cluster.job()
                .ifPresent(
                        job ->
                                assertThat(Jobs.of(cluster, job, "0123", Optional.empty()))
                                        .isNotNull());
    }

    private static void isDecided(Draft draft, Parsed parsed) {
        FlinkCluster cluster = draft.seen();
        Decision first = Decider.decide(seen(cluster, new FlinkView.NotAsked()));
        cluster.setStatus(Json.tree(first.status()));
        Decision second =
                Decider.decide(
                        seen(
                                cluster,
                                new FlinkView.Reachable(
                                        "2.3.0", 4, 4, List.of(), NOW, NOW, Optional.empty())));

        for (Decision decision : List.of(first, second)) {
            assertThat(Json.text(decision.status())).doesNotContain(GeneratedSpecs.CANARY);
            assertThat(decision.events().toString()).doesNotContain(GeneratedSpecs.CANARY);
            decision.status()
                    .conditions()
                    .forEach(c -> assertThat(c.getMessage()).hasSizeLessThan(LONGEST_MESSAGE));
            if (parsed instanceof Parsed.Invalid) {
                assertThat(decision.actions()).isEmpty();
                assertThat(ready(decision.status()).at("/reason").asText())
                        .isEqualTo(Decider.INVALID_SPEC);
            }
        }
    }

    private static JsonNode ready(FlinkClusterStatus status) {
        return Json.tree(
                status.conditions().stream()
                        .filter(condition -> condition.getType().equals("Ready"))
                        .findFirst()
                        .orElseThrow());
    }

    private static Observation seen(FlinkCluster cluster, FlinkView flink) {
        return new Observation(
                cluster, List.of(), List.of(), List.of(), flink, Optional.empty(), PLATFORM, NOW);
    }
}
