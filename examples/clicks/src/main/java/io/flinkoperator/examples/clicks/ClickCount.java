package io.flinkoperator.examples.clicks;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Counts clicks by page, without end, and writes each new count exactly once to another topic:
 * {@code page<TAB>count}. What is lost or doubled shows in the counts; {@link ClickCheck} looks for
 * it.
 */
public final class ClickCount {
    private static final String NAME = "click-count";

    private ClickCount() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            throw new IllegalArgumentException("Usage: ClickCount BOOTSTRAP-SERVERS");
        }
        Topics.make(args[0]);
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment
                .fromSource(clicks(args[0]), WatermarkStrategy.noWatermarks(), "clicks")
                .uid("clicks")
                .keyBy(page -> page, Types.STRING)
                .process(new Counts())
                .returns(Types.STRING)
                .name("counts")
                .uid("counts")
                .sinkTo(counts(args[0]))
                .name("topic")
                .uid("topic");
        environment.execute(NAME);
    }

    private static KafkaSource<String> clicks(String servers) {
        return KafkaSource.<String>builder()
                .setBootstrapServers(servers)
                .setTopics(Topics.CLICKS)
                .setGroupId(NAME)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new SimpleStringSchema())
                .build();
    }

    private static KafkaSink<String> counts(String servers) {
        return KafkaSink.<String>builder()
                .setBootstrapServers(servers)
                .setRecordSerializer(
                        KafkaRecordSerializationSchema.<String>builder()
                                .setTopic(Topics.COUNTS)
                                .setValueSerializationSchema(new SimpleStringSchema())
                                .build())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(NAME)
                // No more than brokers allow, and longer than any pause of the job.
                .setProperty("transaction.timeout.ms", "600000")
                .build();
    }
}
