package io.flinkoperator.core.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Memo;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Drift;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A field of the operator's in an object that somebody else has changed. It is set back at once;
 * what is changed again and again (by an admission policy, a webhook, another controller) is set
 * back ever more seldom. The object itself says how often that was, so that no operator forgets it.
 *
 * @param desired The object as the operator wants it.
 * @param path The first field that differs.
 * @param isSinceCreation Whether the pods of a workload have had it from the beginning, by an
 *     admission: to set it back would replace them.
 * @param count How often it was set back of late.
 * @param latest When it was last set back.
 */
record ForeignChange(
        HasMetadata desired, String path, boolean isSinceCreation, int count, Instant latest) {
    private static final String SPEC = ".spec.";
    private static final String REPLICAS = SPEC + "replicas";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** After so long, a change is taken for somebody's first. */
    private static final Duration MEMORY = Duration.ofMinutes(30);

    /**
     * Those of a cluster's objects.
     *
     * @param told What condition Overridden says of them.
     */
    static List<ForeignChange> all(List<HasMetadata> desired, Observation seen, String told) {
        List<ForeignChange> all = new ArrayList<>();
        for (HasMetadata object : desired) {
            Optional<HasMetadata> actual = ObjectActions.counterpart(object, seen.owned());
            if (actual.isPresent() && ObjectActions.isSameRendering(object, actual.get())) {
                of(object, actual.get(), seen, told).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<ForeignChange> of(
            HasMetadata desired, HasMetadata actual, Observation seen, String told) {
        return difference(desired, actual, seen.platform().memo())
                .map(
                        path -> {
                            ForeignChange inPods = of(desired, actual, path, true, seen.now());
                            boolean isSinceCreation =
                                    Workload.of(actual).isPresent()
                                            && path.startsWith(SPEC)
                                            && (Long.valueOf(1)
                                                            .equals(
                                                                    actual.getMetadata()
                                                                            .getGeneration())
                                                    || told.contains(inPods.sentence()));
                            return isSinceCreation
                                    ? inPods
                                    : of(desired, actual, path, false, seen.now());
                        });
    }

    /**
     * What two objects of these versions were found to be.
     *
     * @param rendering Hash of the desired object without its number of pods.
     */
    private record Compared(String uid, String version, String rendering) implements Memo.Fact {}

    private static Optional<String> difference(HasMetadata desired, HasMetadata actual, Memo memo) {
        String version = actual.getMetadata().getResourceVersion();
        String rendering = annotations(desired).get(Names.APPLIED);
        return version == null || rendering == null
                ? besidesReplicas(desired, actual)
                : memo.get(
                        new Compared(actual.getMetadata().getUid(), version, rendering),
                        () -> besidesReplicas(desired, actual));
    }

    /**
     * Of a workload, what its pods are made from comes first. Their number is changed by the spec,
     * too, without anything else.
     */
    private static Optional<String> besidesReplicas(HasMetadata desired, HasMetadata actual) {
        Optional<String> first = Drift.between(desired, actual);
        if (first.isEmpty() || Workload.of(actual).isEmpty()) {
            return first;
        }
        ObjectNode pods = (ObjectNode) Json.tree(desired);
        pods.withObject("/spec").remove("replicas");
        pods.remove("metadata");
        return Drift.between(read(pods, desired), actual)
                .or(() -> first.filter(path -> !path.equals(REPLICAS)));
    }

    private static ForeignChange of(
            HasMetadata desired,
            HasMetadata actual,
            String path,
            boolean isSinceCreation,
            Instant now) {
        String[] words = annotations(actual).getOrDefault(Names.SET_BACK, "").split(" ", 2);
        Optional<Instant> latest = words.length == 2 ? Status.time(words[1]) : Optional.empty();
        boolean isOfLate = latest.filter(it -> it.plus(MEMORY).isAfter(now)).isPresent();
        return new ForeignChange(
                desired,
                path,
                isSinceCreation,
                isOfLate ? number(words[0]) : 0,
                latest.orElse(Instant.EPOCH));
    }

    /** What sets it back, unless it is too early or would replace pods. */
    Optional<Action> setBack(Instant now) {
        return isSinceCreation || due().isAfter(now)
                ? Optional.empty()
                : Optional.of(new Action.Apply(marked(now), false));
    }

    /** When it may be set back. */
    Instant due() {
        if (count == 0) {
            return latest;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 10));
        return latest.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** Whether setting it back does not help. */
    boolean isLasting() {
        return isSinceCreation || count > 0;
    }

    /** What a person should know, the same words as long as it lasts. */
    String sentence() {
        String what = place(desired) + path.replaceFirst("^\\.", "");
        return isSinceCreation
                ? what
                        + " was changed while the object was created, as an admission policy or webhook"
                        + " does, or an API server that does not know the field; it stays so, since to"
                        + " set it back would replace the pods. Give the FlinkCluster the value that is asked for there, or"
                        + " exempt the object from the policy."
                : what
                        + " is changed by somebody else again and again; the operator sets it back"
                        + " after growing pauses of up to 10 minutes. Find the admission policy, webhook"
                        + " or controller that does it, and exempt the object, or give the"
                        + " FlinkCluster that value.";
    }

    private static String place(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName() + ": ";
    }

    boolean isOf(HasMetadata object) {
        return place(desired).equals(place(object));
    }

    private HasMetadata marked(Instant now) {
        HasMetadata copy = read(Json.tree(desired), desired);
        Map<String, String> annotations = new TreeMap<>(annotations(desired));
        annotations.put(Names.SET_BACK, count + 1 + " " + Status.text(now));
        copy.getMetadata().setAnnotations(annotations);
        return copy;
    }

    private static HasMetadata read(JsonNode tree, HasMetadata like) {
        try {
            return Json.read(tree, like.getClass());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("What was written can be read", impossible);
        }
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
    }

    /** Somebody may have written anything there. */
    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
