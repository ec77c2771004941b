package io.flinkoperator.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How a fake JobManager treats those who call it. */
public sealed interface Behaviour {

    /** Answers at once, as a JobManager should. */
    record Healthy() implements Behaviour {}

    /** Does what is asked at once, but answers late. */
    record Slow(Duration delay) implements Behaviour {}

    /** Does what is asked at once, but answers when it is told to. */
    record Held(CompletableFuture<Void> release) implements Behaviour {}

    /** Cuts every connection and does nothing of what is asked. */
    record Dead() implements Behaviour {}

    /** Does what is asked, then cuts the connection: the caller cannot know. */
    record AnswerLost() implements Behaviour {}

    /** Does nothing and answers with status and body as given. */
    record Broken(int status, String contentType, String body) implements Behaviour {}

    /** Does nothing, and its answer is blanks without end, with a pause after each part. */
    record Endless(Duration pause) implements Behaviour {}

    /** Whether nothing of what is asked is done. */
    default boolean doesNothing() {
        return this instanceof Dead || this instanceof Broken || this instanceof Endless;
    }

    static Behaviour healthy() {
        return new Healthy();
    }

    static Behaviour slow(Duration delay) {
        return new Slow(delay);
    }

    static Behaviour held(CompletableFuture<Void> release) {
        return new Held(release);
    }

    static Behaviour dead() {
        return new Dead();
    }

    static Behaviour endless() {
        return new Endless(Duration.ZERO);
    }

    /** Its answer never ends and never gets long. */
    static Behaviour trickling() {
        return new Endless(Duration.ofMillis(50));
    }

    static Behaviour answerLost() {
        return new AnswerLost();
    }

    /** The page of a proxy that cannot reach the JobManager. */
    static Behaviour htmlErrorPage() {
        return new Broken(
                502,
                "text/html",
                "<html><head><title>502 Bad Gateway</title></head><body>502</body></html>");
    }

    static Behaviour internalError() {
        return new Broken(
                500,
                "application/json; charset=UTF-8",
                "{\"errors\":[\"Internal server error.\"]}");
    }

    /** What Flink answers while nobody leads. */
    static Behaviour unavailable() {
        return new Broken(
                503,
                "application/json; charset=UTF-8",
                "{\"errors\":[\"Service temporarily unavailable due to an ongoing leader election."
                        + " Please refresh.\"]}");
    }

    /** A success whose JSON ends in the middle. */
    static Behaviour truncatedJson() {
        return new Broken(200, "application/json; charset=UTF-8", "{\"jobs\":[{\"jid\":\"");
    }
}
