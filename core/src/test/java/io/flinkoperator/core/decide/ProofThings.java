package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Kubernetes objects by small numbers, so that moments stay small. */
final class ProofThings {
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<HasMetadata> contents = new CopyOnWriteArrayList<>();
    private final Map<HasMetadata, Integer> known =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Moment.Thing, HasMetadata> observed = new ConcurrentHashMap<>();
    private final Map<HasMetadata, Moment.Thing> origins =
            Collections.synchronizedMap(new IdentityHashMap<>());

    static String name(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }

    int number(HasMetadata desired) {
        return known.computeIfAbsent(desired, this::numberByContent);
    }

    private synchronized int numberByContent(HasMetadata desired) {
        return numbers.computeIfAbsent(
                Serialization.asJson(desired),
                text -> {
                    contents.add(desired);
                    return contents.size() - 1;
                });
    }

    HasMetadata content(int number) {
        return contents.get(number);
    }

    /** The object as the operator sees it; the same one for the same thing. */
    HasMetadata seen(Moment.Thing thing, Instant now) {
        return observed.computeIfAbsent(
                thing,
                it -> {
                    HasMetadata object = seen(contents.get(it.content()), it, now);
                    origins.put(object, it);
                    return object;
                });
    }

    Moment.Thing origin(HasMetadata seen) {
        return origins.get(seen);
    }

    boolean sameTemplate(int one, int other) {
        return contents.get(one) instanceof StatefulSet a
                && contents.get(other) instanceof StatefulSet b
                && a.getSpec().getTemplate().equals(b.getSpec().getTemplate());
    }

    private static HasMetadata seen(HasMetadata content, Moment.Thing thing, Instant now) {
        if (content instanceof StatefulSet set) {
            int replicas = set.getSpec().getReplicas();
            return new StatefulSetBuilder(set)
                    .editMetadata()
                    .withGeneration(1L)
                    .endMetadata()
                    .withNewStatus()
                    .withObservedGeneration(1L)
                    .withReplicas(replicas)
                    .withReadyReplicas(thing.tag().equals("ready") ? replicas : 0)
                    .withCurrentRevision("r1")
                    .withUpdateRevision("r1")
                    .endStatus()
                    .build();
        }
        if (content instanceof Job job) {
            return seen(job, thing, now);
        }
        return Serialization.clone(content);
    }

    private static Job seen(Job job, Moment.Thing thing, Instant now) {
        String condition =
                Map.of("complete", "Complete", "failed", "Failed").getOrDefault(thing.tag(), "");
        JobBuilder builder = new JobBuilder(job).withNewStatus().endStatus();
        return condition.isEmpty()
                ? builder.build()
                : builder.editStatus()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .withReason("BackoffLimitExceeded")
                        .withMessage("the pod has failed")
                        .withLastTransitionTime(ProofClock.ago(now, thing.age()).toString())
                        .endCondition()
                        .endStatus()
                        .build();
    }
}
