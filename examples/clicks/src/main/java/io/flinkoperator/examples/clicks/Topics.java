package io.flinkoperator.examples.clicks;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of this example. */
final class Topics {
    static final String CLICKS = "clicks";
    static final String COUNTS = "counts";

    private static final int PARTITIONS = 2;

    private Topics() {}

    /** Makes those that are not there; neither source nor sink does. */
    static void make(String servers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
            var missing = new HashSet<>(List.of(CLICKS, COUNTS));
            missing.removeAll(admin.listTopics().names().get());
            admin.createTopics(
                            missing.stream()
                                    .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }
}
