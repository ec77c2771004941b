package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.resources.HighAvailability;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * TaskManagers whose pods are ready and that have not registered at the JobManager. Since when that
 * is so, stands in a condition of the status.
 *
 * @param since When it was noticed first.
 * @param message How many have registered, as a sentence.
 */
record Registration(Instant since, String message) {
    /** There, and False, only while TaskManagers are missing. */
    static final String TYPE = "TaskManagersRegistered";

    static final String REASON = "TaskManagersNotRegistered";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a cluster waits for whose JobManager and pods are ready; empty for nothing. */
    static Optional<String> awaited(Components components, FlinkView flink) {
        int ready = readyPods(components);
        return flink instanceof FlinkView.Reachable up && up.taskManagers() < ready
                ? Optional.of(
                        (ready - up.taskManagers())
                                + " of "
                                + ready
                                + " TaskManagers to register at the JobManager")
                : Optional.empty();
    }

    /** Empty if all have registered, or none need to. */
    static Optional<Registration> missing(Round round) {
        Components components = round.plan().components();
        if (!List.of(Phase.WHOLE, Phase.FROZEN).contains(round.phase())
                || !components.jobManagerIsReady()) {
            return Optional.empty();
        }
        Optional<Registration> recorded = recorded(round);
        if (!(round.plan().seen().flink() instanceof FlinkView.Reachable up)) {
            return recorded;
        }
        int ready = readyPods(components);
        if (up.taskManagers() < ready) {
            Instant since = recorded.map(Registration::since).orElse(round.plan().seen().now());
            return Optional.of(new Registration(since, message(up.taskManagers(), ready)));
        }
        return recorded.filter(it -> up.taskManagers() == 0 && podsStartAgain(round));
    }

    private static String message(int registered, int ready) {
        return registered
                + " of "
                + ready
                + " TaskManagers whose pods are ready have registered at the JobManager.";
    }

    /** A TaskManager that cannot register ends after five minutes; its pod is then not ready. */
    private static boolean podsStartAgain(Round round) {
        return round.plan().components().taskManager().filter(it -> it.wanted() > 0).isPresent()
                && PodTrouble.first(round.plan().seen()).isEmpty();
    }

    private static Optional<Registration> recorded(Round round) {
        return Conditions.find(round.plan().recorded().conditions(), TYPE)
                .flatMap(
                        it ->
                                Status.time(it.getLastTransitionTime())
                                        .map(since -> new Registration(since, it.getMessage())));
    }

    private static int readyPods(Components components) {
        return components.taskManager().map(Workload::ready).orElse(0);
    }

    void note(Conditions conditions) {
        conditions.set(TYPE, false, REASON, message);
    }

    /** As long as the JobManager does not answer, nothing new is said of it. */
    boolean isOverdue(Round round) {
        boolean isKnown = round.plan().seen().flink() instanceof FlinkView.Reachable;
        return !round.plan().seen().now().isBefore(since.plus(PATIENCE))
                && (isKnown || isRecordedAsDegraded(round));
    }

    private static boolean isRecordedAsDegraded(Round round) {
        return Conditions.find(round.plan().recorded().conditions(), StatusConditions.DEGRADED)
                .map(Condition::getReason)
                .filter(REASON::equals)
                .isPresent();
    }

    /** With the likely causes, and where to look. */
    String withCauses(ValidCluster cluster) {
        int port = cluster.spec().jobManager().ports().rpc();
        return message
                + (HighAvailability.isOn(cluster)
                        ? " They look for it at the address of the leader that high availability"
                                + " stores. Usual causes: they cannot read that, or a NetworkPolicy"
                                + " or service mesh closes port "
                                + port
                                + " of the JobManager."
                        : " They look for it at "
                                + Names.jobManager(cluster.name())
                                + ":"
                                + port
                                + ". Usual causes: the image's entrypoint or FLINK_PROPERTIES sets"
                                + " another jobmanager.rpc.address or port, or a NetworkPolicy or"
                                + " service mesh closes the port.")
                + " The log of a TaskManager shows the address that it tries.";
    }
}
