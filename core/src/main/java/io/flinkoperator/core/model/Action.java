package io.flinkoperator.core.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;

/** Something to be done. Doing it twice is the same as doing it once. */
public sealed interface Action {

    /** Has the runner do this action. */
    void on(Runner runner);

    /** What it does, as a phrase such as "apply Service sales-jobmanager". */
    String description();

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

    private static String named(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
