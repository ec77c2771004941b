package io.flinkoperator.examples.clicks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clicks on pages, so many a second, into the topic of the job that counts them. */
public final class Clicks {
    private static final int PAGES = 4;

    private Clicks() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("Usage: Clicks BOOTSTRAP-SERVERS COUNT RATE");
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", args[0]);
        click(settings, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.out.println(args[1] + " clicks");
    }

    /** Ends when Kafka has all of them. */
    private static void click(Map<String, Object> settings, int count, int rate) throws Exception {
        var text = new StringSerializer();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<>(settings, text, text)) {
            for (int number = 0; number < count; number++) {
                String page = "/page-" + number % PAGES;
                sent.add(producer.send(new ProducerRecord<>(Topics.CLICKS, page, page)));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / rate);
            }
        }
        for (Future<RecordMetadata> click : sent) {
            click.get();
        }
    }
}
