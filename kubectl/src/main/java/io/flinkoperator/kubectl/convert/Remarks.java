package io.flinkoperator.kubectl.convert;

import java.util.ArrayList;
import java.util.List;

/** What a person should know of a conversion. */
final class Remarks {
    private final List<String> all = new ArrayList<>();

    /** Something was written down that went without saying before. */
    void note(String sentence) {
        all.add("note: " + sentence);
    }

    /** Something is not in the result. */
    void loss(String sentence) {
        all.add("warning: " + sentence);
    }

    /** A field is not in the result. */
    void lost(String field) {
        loss(field + " has no counterpart; it is left out");
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
