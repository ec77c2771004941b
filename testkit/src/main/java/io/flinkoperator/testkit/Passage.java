package io.flinkoperator.testkit;

import java.time.Duration;

/** What becomes of a request on its way to a server. */
public sealed interface Passage {

    /** It reaches the server, and the answer comes back after a delay. */
    record Passed(Duration delay) implements Passage {}

    /** It never reaches the server, and its connection is cut. */
    record Dropped() implements Passage {}

    /** The server does what is asked; then the connection is cut. */
    record AnswerLost() implements Passage {}

    /** The server never sees it; the answer has this status. */
    record Refused(int status) implements Passage {}

    /** The server does what is asked; the answer has this status all the same. */
    record DoneAndRefused(int status) implements Passage {}

    static Passage pass() {
        return new Passed(Duration.ZERO);
    }

    static Passage late(Duration delay) {
        return new Passed(delay);
    }

    static Passage drop() {
        return new Dropped();
    }

    static Passage loseAnswer() {
        return new AnswerLost();
    }

    static Passage refuse(int status) {
        return new Refused(status);
    }

    static Passage doAndRefuse(int status) {
        return new DoneAndRefused(status);
    }
}
