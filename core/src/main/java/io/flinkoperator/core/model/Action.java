package io.flinkoperator.core.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Something to be done. Doing it twice is the same as doing it once. */
public sealed interface Action {

    /** Has the runner do this action. */
    void on(Runner runner);

    /** What it does, as a phrase such as "apply Service sales-jobmanager". */
    String description();

    /** Whether what it does to a job cannot be undone, so that it must not come late. */
    default boolean isIrreversible() {
        return false;
    }

    /** Does actions; a new kind of action does not compile until every runner can do it. */
    interface Runner {
        /** Does it. */
        void run(Apply action);

        /** Does it. */
        void run(Scale action);

        /** Does it. */
        void run(Delete action);

        /** Does it. */
        void run(SubmitJob action);

        /** Does it. */
        void run(Adopt action);

        /** Does it. */
        void run(Rescale action);

        /** Does it. */
        void run(TakeSavepoint action);

        /** Does it. */
        void run(CancelJob action);

        /** Does it. */
        void run(DisposeSavepoint action);

        /** Does it. */
        void run(RemoveAnnotation action);
    }

    /**
     * Makes an object be as desired, by server-side apply.
     *
     * @param desired All that the operator owns of the object.
     * @param isNew Whether no such object was seen; one that is there all the same may be somebody
     *     else's, and is not touched then.
     */
    record Apply(HasMetadata desired, boolean isNew) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public String description() {
            return "apply " + named(desired);
        }
    }

    /**
     * Changes the number of pods and nothing else.
     *
     * @param observed The StatefulSet or Deployment.
     * @param replicas The number.
     */
    record Scale(HasMetadata observed, int replicas) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public String description() {
            return "scale " + named(observed);
        }
    }

    /**
     * Deletes the very object that was seen, not a later one of the same name.
     *
     * @param observed The object.
     * @param reason Why it has to go.
     */
    record Delete(HasMetadata observed, String reason) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public String description() {
            return "delete " + named(observed);
        }
    }

    /**
     * Creates the Kubernetes Job that brings the Flink job into the cluster, unless it exists.
     *
     * @param job The Kubernetes Job.
     * @param jobId Id that the Flink job gets; it stands in the status already.
     * @param intoRunningCluster Whether the JobManager has to answer, and not know the job yet,
     *     right before; false if the Kubernetes Job is the JobManager itself.
     */
    record SubmitJob(Job job, String jobId, boolean intoRunningCluster) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public boolean isIrreversible() {
            return true;
        }

        @Override
        public String description() {
            return "submit job " + jobId;
        }
    }

    /**
     * Marks ConfigMaps that Flink makes as the cluster's, so that they go with it.
     *
     * @param labels Labels that Flink gives them.
     * @param mark Labels and owner that they get besides.
     */
    record Adopt(Map<String, String> labels, ObjectMeta mark) implements Action {
        public Adopt {
            labels = Map.copyOf(labels);
        }

        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public String description() {
            return "adopt the ConfigMaps of Flink's high availability";
        }
    }

    /**
     * Has Flink's adaptive scheduler give a running job another parallelism, if it has not yet.
     *
     * @param jobId Id of the job.
     * @param parallelism Number of slots that it may use.
     */
    record Rescale(String jobId, int parallelism) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public String description() {
            return "rescale job " + jobId + " to parallelism " + parallelism;
        }
    }

    /**
     * Asks for a savepoint, once for each trigger id.
     *
     * @param jobId Id of the job.
     * @param trigger Id of the request, and whether the job is to stop with the savepoint.
     * @param folder Where to; empty for Flink's own setting.
     * @param format Format of the savepoint; empty for Flink's default.
     * @param namesTrigger Whether Flink takes our id of the request (since 1.15), and remembers it
     *     for minutes.
     * @param since When the savepoint was first wanted, in whole seconds. Nothing is asked while a
     *     savepoint is being taken, or when there is one since then, unless the job is to stop
     *     under an id of ours.
     * @param known Savepoints that were recorded before, which may be of the same second: their
     *     paths.
     */
    record TakeSavepoint(
            String jobId,
            Question.Trigger trigger,
            Optional<String> folder,
            Optional<String> format,
            boolean namesTrigger,
            Instant since,
            Set<String> known)
            implements Action {
        public TakeSavepoint {
            known = Set.copyOf(known);
        }

        /** Whether a savepoint is the one that is wanted. */
        public boolean isMetBy(Snapshot savepoint) {
            return !savepoint.time().isBefore(since) && !known.contains(savepoint.path());
        }

        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public boolean isIrreversible() {
            return true;
        }

        @Override
        public String description() {
            return (trigger.stops() ? "stop job " : "take a savepoint of job ")
                    + jobId
                    + (trigger.stops() ? " with a savepoint" : "");
        }
    }

    /**
     * Cancels a job, unless it is over.
     *
     * @param jobId Id of the job.
     */
    record CancelJob(String jobId) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public boolean isIrreversible() {
            return true;
        }

        @Override
        public String description() {
            return "cancel job " + jobId;
        }
    }

    /**
     * Has Flink delete a savepoint.
     *
     * @param triggerId Id of the request; the same one deletes once.
     * @param path Folder that holds the savepoint.
     */
    record DisposeSavepoint(String triggerId, String path) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public boolean isIrreversible() {
            return true;
        }

        @Override
        public String description() {
            return "dispose of savepoint " + path;
        }
    }

    /**
     * Removes an annotation of the FlinkCluster, provided that it still has the value that was
     * seen.
     *
     * @param key Name of the annotation.
     * @param value Value that was seen.
     */
    record RemoveAnnotation(String key, String value) implements Action {
        @Override
        public void on(Runner runner) {
            runner.run(this);
        }

        @Override
        public String description() {
            return "remove annotation " + key;
        }
    }

    private static String named(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
