package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the conditions of a status; a condition keeps its transition time while it stays. */
final class Conditions {
    private final List<Condition> before;
    private final Long generation;
    private final Instant now;
    private final List<Condition> conditions = new ArrayList<>();

    Conditions(List<Condition> before, Long generation, Instant now) {
        this.before = before;
        this.generation = generation;
        this.now = now;
    }

    void set(String type, boolean status, String reason, String message) {
        set(type, status ? "True" : "False", reason, message);
    }

    void set(String type, String status, String reason, String message) {
        String since =
                find(before, type)
                        .filter(old -> status.equals(old.getStatus()))
                        .map(Condition::getLastTransitionTime)
                        .orElseGet(() -> Status.text(now));
        conditions.add(new Condition(since, message, generation, reason, status, type));
    }

    List<Condition> all() {
        return List.copyOf(conditions);
    }

    /** These, and those before that are about something else. */
    List<Condition> allAndOthers() {
        List<Condition> all = new ArrayList<>(conditions);
        before.stream().filter(old -> find(conditions, old.getType()).isEmpty()).forEach(all::add);
        return List.copyOf(all);
    }

    static Optional<Condition> find(List<Condition> conditions, String type) {
        for (Condition condition : conditions) {
            if (type.equals(condition.getType())) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }
}
