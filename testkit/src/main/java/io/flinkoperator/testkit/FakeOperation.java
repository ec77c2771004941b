package io.flinkoperator.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An asynchronous request and what became of it; never changes.
 *
 * @param jobId Job that it is about; empty if it is about none.
 * @param triggerId Id of the request.
 * @param stops Whether the job is to stop.
 * @param folder Where the savepoint goes.
 * @param snapshot Number of the savepoint.
 * @param path Where the savepoint is, once it is completed.
 * @param failure Stack trace, once it has failed.
 */
public record FakeOperation(
        String jobId,
        String triggerId,
        boolean stops,
        String folder,
        long snapshot,
        Optional<String> path,
        Optional<String> failure) {

    /** Whether it is neither completed nor failed. */
    public boolean isOpen() {
        return path.isEmpty() && failure.isEmpty();
    }

    FakeOperation completed(String place) {
        return new FakeOperation(
                jobId, triggerId, stops, folder, snapshot, Optional.of(place), Optional.empty());
    }

    FakeOperation failed(String stackTrace) {
        return new FakeOperation(
                jobId,
                triggerId,
                stops,
                folder,
                snapshot,
                Optional.empty(),
                Optional.of(stackTrace));
    }

    /** The answer to the question what became of it. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("status", Map.of("id", isOpen() ? "IN_PROGRESS" : "COMPLETED"));
        json.put("operation", isOpen() ? null : outcome());
        return json;
    }

    private Map<String, Object> outcome() {
        if (failure.isPresent()) {
            return Map.of(
                    "failure-cause",
                    Map.of(
                            "class",
                            "java.util.concurrent.CompletionException",
                            "stack-trace",
                            "java.util.concurrent.CompletionException: "
                                    + failure.get().lines().findFirst().orElse("")
                                    + "\n\tat java.base/java.util.concurrent.Fake(Fake.java:1)"
                                    + "\nCaused by: "
                                    + failure.get()
                                    + "\n",
                            "serialized-throwable",
                            "rO0AB"));
        }
        return jobId.isEmpty() ? Map.of() : Map.of("location", path.orElseThrow());
    }
}
