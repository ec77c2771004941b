package io.flinkoperator.examples.clicks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clicks on pages, so many a second, into a topic of Kafka; makes the topics if need be. */
public final class Clicks {
    static final String TOPIC = "clicks";

    private static final int PAGES = 4;
    private static final int PARTITIONS = 2;

    private Clicks() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("Usage: Clicks BOOTSTRAP-SERVERS COUNT RATE");
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", args[0]);
        makeTopics(settings);
        click(settings, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.out.println(args[1] + " clicks");
    }

    private static void makeTopics(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(settings)) {
            var missing = new HashSet<>(List.of(TOPIC, Counts.TOPIC));
            missing.removeAll(admin.listTopics().names().get());
            admin.createTopics(
                            missing.stream()
                                    .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }

    /** Ends when Kafka has all of them. */
    private static void click(Map<String, Object> settings, int count, int rate) throws Exception {
        var text = new StringSerializer();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<>(settings, text, text)) {
            for (int number = 0; number < count; number++) {
                String page = "/page-" + number % PAGES;
                sent.add(producer.send(new ProducerRecord<>(TOPIC, page, page)));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / rate);
            }
        }
        for (Future<RecordMetadata> click : sent) {
            click.get();
        }
    }
}
