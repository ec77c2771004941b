package io.flinkoperator.testkit;

import java.util.function.Predicate;

/** Decides what becomes of the requests that go through a {@link FaultProxy}. */
public interface Traffic {

    /** What becomes of a request that has just come. */
    Passage passage(ProxiedRequest request);

    /** The server has done what was asked; its answer has not been passed on. */
    default void done(ProxiedRequest request) {}

    /** The server's answer has been passed on. */
    default void answered(ProxiedRequest request) {}

    /** All requests pass. */
    static Traffic undisturbed() {
        return request -> Passage.pass();
    }

    /** The same passage for some requests; all others pass. */
    static Traffic of(Predicate<ProxiedRequest> some, Passage passage) {
        return request -> some.test(request) ? passage : Passage.pass();
    }
}
