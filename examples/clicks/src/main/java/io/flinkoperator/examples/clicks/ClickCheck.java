package io.flinkoperator.examples.clicks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads all committed counts and says what is missing or double; waits a minute at most until there
 * are as many as there should be. Ends with 1 if anything is wrong.
 */
public final class ClickCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ClickCheck() {}

    public static void main(String[] args) {
        if (args.length != 2) {
            throw new IllegalArgumentException("Usage: ClickCheck BOOTSTRAP-SERVERS CLICKS");
        }
        Verdict verdict = Verdict.of(rows(args[0], Integer.parseInt(args[1])));
        System.out.println(verdict);
        boolean isRight = verdict.faults().isEmpty() && verdict.clicks() == Long.parseLong(args[1]);
        System.exit(isRight ? 0 : 1);
    }

    private static List<String> rows(String servers, int expected) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("isolation.level", "read_committed");
        List<String> rows = new ArrayList<>();
        Instant deadline = Instant.now().plus(PATIENCE);
        var text = new StringDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, text, text)) {
            consumer.assign(
                    consumer.partitionsFor(Topics.COUNTS).stream()
                            .map(it -> new TopicPartition(it.topic(), it.partition()))
                            .toList());
            consumer.seekToBeginning(consumer.assignment());
            boolean isAtEnd = false;
            while (!(isAtEnd && rows.size() >= expected) && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofSeconds(1)).forEach(row -> rows.add(row.value()));
                isAtEnd =
                        consumer.endOffsets(consumer.assignment()).entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
        return rows;
    }
}
