package io.flinkoperator.operator;

import io.flinkoperator.testkit.Passage;
import io.flinkoperator.testkit.ProxiedRequest;
import io.flinkoperator.testkit.Traffic;
import java.util.Queue;

/** Notes what an operator asks of Kubernetes in a way that it must not, whatever comes of it. */
final class Conduct implements Traffic {
    private final Traffic traffic;
    private final Queue<String> faults;

    /** Leaves it to another one what becomes of requests, and adds what is wrong about them. */
    Conduct(Traffic traffic, Queue<String> faults) {
        this.traffic = traffic;
        this.faults = faults;
    }

    @Override
    public Passage passage(ProxiedRequest request) {
        look(request);
        return traffic.passage(request);
    }

    /** An object may be another one of the same name by now, or have been changed meanwhile. */
    private void look(ProxiedRequest request) {
        boolean isBlind =
                switch (request.method()) {
                    case "DELETE" -> !request.body().contains("\"preconditions\"");
                    case "PUT" -> !request.body().contains("\"resourceVersion\"");
                    default -> false;
                };
        if (isBlind && request.uri().getPath().startsWith("/api")) {
            faults.add("I17: asks for it without saying of what: " + request);
        }
    }

    @Override
    public void done(ProxiedRequest request) {
        traffic.done(request);
    }

    @Override
    public void answered(ProxiedRequest request) {
        traffic.answered(request);
    }
}
