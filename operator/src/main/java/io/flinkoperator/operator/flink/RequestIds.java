package io.flinkoperator.operator.flink;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids that JobManagers gave to requests where they take none of ours. They can be lost at any
 * moment: the request is then one that the JobManager does not know.
 */
final class RequestIds {
    private static final int MAX = 10_000;

    private final Map<String, String> ids = Collections.synchronizedMap(new Newest());

    void put(URI jobManager, String ours, String theirs) {
        if (!theirs.equals(ours)) {
            ids.put(jobManager + " " + ours, theirs);
        }
    }

    void forget(URI jobManager, String ours) {
        ids.remove(jobManager + " " + ours);
    }

    /** Theirs, if they gave one. */
    String of(URI jobManager, String ours) {
        return ids.getOrDefault(jobManager + " " + ours, ours);
    }

    private static final class Newest extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX;
        }
    }
}
