package io.flinkoperator.operator;

import io.flinkoperator.testkit.Passage;
import io.flinkoperator.testkit.ProxiedRequest;
import io.flinkoperator.testkit.Traffic;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Faults by chance, counted when they have landed. */
final class Storm implements Traffic {
    private final Random random;
    private final double share;
    private final Map<String, Integer> landed = new TreeMap<>();
    private int onWrites;

    /**
     * A storm.
     *
     * @param seed Where the random numbers begin.
     * @param share Share of requests that are not let through unharmed, from 0 to 1.
     */
    Storm(long seed, double share) {
        random = new Random(seed);
        this.share = share;
    }

    @Override
    public synchronized Passage passage(ProxiedRequest request) {
        if (request.isWatch() || random.nextDouble() >= share) {
            return Passage.pass();
        }
        boolean isWrite = request.isWrite();
        return switch (random.nextInt(9)) {
            case 0 -> land("429", isWrite, Passage.refuse(429));
            case 1 -> land("500", isWrite, Passage.refuse(500));
            case 2 -> land("503", isWrite, Passage.refuse(503));
            case 3 -> land("504 after success", isWrite, Passage.doAndRefuse(504));
            case 4 -> land("reset", isWrite, Passage.drop());
            case 5 -> land("reset after success", isWrite, Passage.loseAnswer());
            case 6 -> land("slow answer", isWrite, Passage.late(Duration.ofMillis(700)));
            default -> isWrite ? land("409", true, Passage.refuse(409)) : Passage.pass();
        };
    }

    private Passage land(String what, boolean isWrite, Passage passage) {
        landed.merge(what, 1, Integer::sum);
        onWrites += isWrite ? 1 : 0;
        return passage;
    }

    synchronized int landed() {
        return landed.values().stream().mapToInt(count -> count).sum();
    }

    synchronized int onWrites() {
        return onWrites;
    }

    synchronized Map<String, Integer> byKind() {
        return Map.copyOf(landed);
    }
}
