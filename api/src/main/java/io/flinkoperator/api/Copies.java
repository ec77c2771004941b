package io.flinkoperator.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Copies collections into records: absent becomes empty, nulls inside are dropped. */
final class Copies {
    private Copies() {}

    static <T> List<T> of(List<T> list) {
        if (list == null) {
            return List.of();
        }
        boolean isWhole = true;
        for (T item : list) {
            isWhole = isWhole && item != null;
        }
        return isWhole ? List.copyOf(list) : list.stream().filter(Objects::nonNull).toList();
    }

    /** Sorted by key, so that everything made of it is in a fixed order. */
    static <V> Map<String, V> of(Map<String, V> map) {
        Map<String, V> copy = new TreeMap<>();
        if (map != null) {
            map.forEach(
                    (key, value) -> {
                        if (value != null) {
                            copy.put(key, value);
                        }
                    });
        }
        return Collections.unmodifiableMap(copy);
    }
}
