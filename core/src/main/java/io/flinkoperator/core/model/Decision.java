package io.flinkoperator.core.model;

import io.flinkoperator.api.FlinkClusterStatus;
import java.time.Duration;
import java.util.List;

/**
 * Everything that thinking results in; nothing else is an output.
 *
 * @param status The next status; the operator's memory of what it is about to do.
 * @param statusChanged Whether it says anything new.
 * @param actions What to do once the status is saved, in order.
 * @param events What to tell once the status is saved.
 * @param recheckAfter When to look again if nothing happens.
 * @param pollEvery How often to ask the JobManager; zero for not at all.
 */
public record Decision(
        FlinkClusterStatus status,
        boolean statusChanged,
        List<Action> actions,
        List<ClusterEvent> events,
        Duration recheckAfter,
        Duration pollEvery) {

    public Decision {
        actions = List.copyOf(actions);
        events = List.copyOf(events);
    }
}
