package bad.core;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/** Everything that core must not do; {@code HouseTest} has to find each of them. */
@SuppressWarnings("all")
final class Impure {
    static int counter;
    static final String[] ARRAY = {};
    static final HashMap<String, String> MAP = new HashMap<>();
    static final AtomicInteger ATOMIC = new AtomicInteger();
    static final StringBuilder TEXT = new StringBuilder();

    KubernetesClient kubernetesClient;
    Reconciler<?> reconciler;
    MeterRegistry meters;
    HttpClient httpClient;
    Socket socket;
    Logger logger;
    java.util.logging.Logger javaLogger;
    Path path;
    InputStream inputStream;
    ThreadLocal<String> threadLocal;

    Instant instantNow() {
        return Instant.now();
    }

    LocalDate localDateNow() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    Clock systemClock() {
        return Clock.systemUTC();
    }

    long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    long nanoTime() {
        return System.nanoTime();
    }

    Date date() {
        return new Date();
    }

    UUID randomUuid() {
        return UUID.randomUUID();
    }

    int random() {
        return new Random().nextInt();
    }

    int threadLocalRandom() {
        return ThreadLocalRandom.current().nextInt();
    }

    double mathRandom() {
        return Math.random();
    }

    String environment() {
        return System.getenv("HOME");
    }

    String property() {
        return System.getProperty("user.name");
    }

    boolean booleanProperty() {
        return Boolean.getBoolean("fast");
    }

    int runtime() {
        return Runtime.getRuntime().availableProcessors();
    }

    void thread() {
        new Thread(() -> {}).start();
    }

    ExecutorService executor() {
        return Executors.newCachedThreadPool();
    }

    void print() {
        System.out.println("here");
    }

    String fileRead() throws IOException {
        return Files.readString(Path.of("file"));
    }
}
