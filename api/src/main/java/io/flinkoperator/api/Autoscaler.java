package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.List;

/**
 * A HorizontalPodAutoscaler that sets taskManager.replicas. More TaskManagers make a job faster
 * only if its scheduler uses them: set jobmanager.scheduler to adaptive.
 *
 * @param minReplicas Fewest TaskManagers. Default: Kubernetes' own, 1.
 * @param maxReplicas Most TaskManagers.
 * @param metrics What is measured. Default: Kubernetes' own, 80 percent of the requested CPU.
 * @param behavior How fast it scales. Default: Kubernetes' own.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.minReplicas) || self.minReplicas <= self.maxReplicas",
        message = "minReplicas must not be above maxReplicas")
public record Autoscaler(
        @Min(1) Integer minReplicas,
        @Required @Min(1) Integer maxReplicas,
        List<MetricSpec> metrics,
        HorizontalPodAutoscalerBehavior behavior) {
    public Autoscaler {
        metrics = Copies.of(metrics);
    }
}
