package io.flinkoperator.core.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.api.FlinkClusterStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that thinking results in; nothing else is an output.
 *
 * @param status The next status; the operator's memory of what it is about to do.
 * @param statusChanged Whether it says anything new.
 * @param actions What to do once the status is saved, in order.
 * @param events What to tell once the status is saved.
 * @param recheckAfter When to look again if nothing happens.
 * @param pollEvery How often to ask the JobManager; zero for not at all.
 * @param question What to ask about one job each time.
 * @param candidates Objects of a changed spec, to be shown to the API server before anything is
 *     done; if it takes one for invalid, that is observed, and decided about.
 * @param released Whether a FlinkCluster that is being deleted may go.
 */
public record Decision(
        FlinkClusterStatus status,
        boolean statusChanged,
        List<Action> actions,
        List<ClusterEvent> events,
        Duration recheckAfter,
        Duration pollEvery,
        Optional<Question> question,
        List<HasMetadata> candidates,
        boolean released) {

    public Decision {
        actions = List.copyOf(actions);
        events = List.copyOf(events);
        candidates = List.copyOf(candidates);
    }
}
