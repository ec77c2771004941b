package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Gathers what is wrong. */
final class Problems {
    private final List<Problem> problems = new ArrayList<>();

    void add(String field, String sentence) {
        problems.add(new Problem(field, sentence));
    }

    void addAll(List<Problem> others) {
        problems.addAll(others);
    }

    /** Every item has a name, and no other has the same. */
    <T> void named(String field, List<T> items, Function<T, String> name) {
        for (int index = 0; index < items.size(); index++) {
            if (isBlank(name.apply(items.get(index)))) {
                add(field + "[" + index + "]", "has no name; give it one");
            }
        }
        distinct(field, items, item -> isBlank(name.apply(item)) ? null : name.apply(item));
    }

    /** No two items have the same key: Kubernetes merges lists by it. */
    <T> void distinct(String field, List<T> items, Function<T, String> key) {
        Set<String> taken = new HashSet<>();
        for (int index = 0; index < items.size(); index++) {
            String own = key.apply(items.get(index));
            if (own != null && !taken.add(own)) {
                add(field + "[" + index + "]", quoted(own) + " is there twice; choose another");
            }
        }
    }

    List<Problem> all() {
        return List.copyOf(problems);
    }

    static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    static boolean isOneArgument(String text) {
        return !text.isBlank()
                && !text.startsWith("-")
                && text.chars().noneMatch(Character::isISOControl);
    }
}
