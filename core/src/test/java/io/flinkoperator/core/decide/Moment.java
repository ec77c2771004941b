package io.flinkoperator.core.decide;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that is the case at one moment in the model of a cluster; never changes. Time is counted in
 * waits, each longer than any pause, and no more than three of them are told apart.
 *
 * @param spec Number of the spec.
 * @param word What the annotation says; empty if it is not there.
 * @param deleted Waits since the user deleted it; -1 if nobody did.
 * @param gone Whether the finalizer was removed.
 * @param status What is recorded, as JSON; empty if nothing is.
 * @param things Kubernetes objects by kind and name.
 * @param jobManager Whether the JobManager's pod runs.
 * @param settled Waits since the JobManager has had these jobs.
 * @param jobs Flink's jobs, the oldest first.
 * @param retained Number of the newest completed checkpoint in the storage, by job.
 * @param truth What only the model knows.
 * @param paused Number of what an operator is about to do that stopped in mid-round; -1 for none.
 * @param faults Faults so far.
 * @param edits What the user did so far.
 */
record Moment(
        int spec,
        String word,
        int deleted,
        boolean gone,
        String status,
        SortedMap<String, Thing> things,
        boolean jobManager,
        int settled,
        List<Job> jobs,
        SortedMap<String, Integer> retained,
        Truth truth,
        int paused,
        int faults,
        int edits) {
    static final int LONGEST = 3;

    /**
     * A Kubernetes object.
     *
     * @param content Number of what the operator applied.
     * @param tag How far it is: new, ready, starting, active, complete, failed.
     * @param age Waits since then.
     */
    record Thing(int content, String tag, int age) {
        Thing to(String next) {
            return new Thing(content, next, 0);
        }
    }

    /**
     * A job of Flink.
     *
     * @param state RUNNING, FINISHED, FAILED or CANCELED.
     * @param age Waits since it came into that state.
     * @param checkpoint Number of the newest completed checkpoint; 0 if none.
     * @param savepoint Path of the newest savepoint; empty if none.
     * @param savepointId Its number.
     * @param savepointAge Waits since then.
     * @param triggers Requests for savepoints by id.
     */
    record Job(
            String id,
            String state,
            int age,
            int checkpoint,
            String savepoint,
            int savepointId,
            int savepointAge,
            SortedMap<String, Trigger> triggers) {
        boolean isRunning() {
            return state.equals("RUNNING");
        }

        Job in(String next) {
            return new Job(id, next, 0, checkpoint, savepoint, savepointId, savepointAge, triggers);
        }

        int next() {
            return Math.max(checkpoint, savepointId) + 1;
        }
    }

    /**
     * A request for a savepoint.
     *
     * @param state IN_PROGRESS, COMPLETED or FAILED.
     */
    record Trigger(String state, String path, boolean stops) {}

    /**
     * What only the model knows.
     *
     * @param newest Path of the state that has everything which was ever committed.
     * @param mayLose Whether the user allowed a start without state.
     * @param wanted Savepoints that the user asked for.
     * @param taken Savepoints that were completed and stopped no job.
     * @param ended Whether the last run came to its own end, and has nothing to go on from.
     */
    record Truth(String newest, boolean mayLose, int wanted, int taken, boolean ended) {}

    /** The same, as if no fault and no edit had led to it. */
    Moment anew() {
        return new Moment(
                spec,
                word,
                deleted,
                gone,
                status,
                things,
                jobManager,
                settled,
                jobs,
                retained,
                truth,
                paused,
                0,
                0);
    }

    Optional<Job> job(String id) {
        return jobs.stream().filter(it -> it.id().equals(id)).findFirst();
    }
}
