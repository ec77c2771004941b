package io.flinkoperator.core.decide;

/** Bad habits that an executor could have; each is a mutant that the search has to catch. */
enum ProofHabit {
    ACTS_BEFORE_IT_WRITES,
    WRITES_WITHOUT_LOCK,
    DELETES_WITHOUT_LOCK,
    SUBMITS_WITHOUT_LOOKING,
    NAMES_EACH_REQUEST_ANEW,
    CANCELS_INSTEAD_OF_STOPPING,
    STOPS_INSTEAD_OF_SAVING,
    REMOVES_ANY_WORD,
    NEVER_REMOVES_WORDS,
    FORGETS_SAVEPOINTS,
    FORGETS_REVISIONS,
    RELEASES_AT_ONCE,
    NEVER_RELEASES,
    NEVER_SUBMITS,
    NEVER_DELETES,
    STARTS_WITHOUT_STATE
}
