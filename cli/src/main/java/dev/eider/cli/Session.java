package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.metrics.PrometheusRecorder;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.Context;
import dev.eider.zones.Scratch;
import java.io.IOException;

/** An open project: its bucket, ledger, scratch and metrics. The composition root of every command that acts. */
final class Session implements AutoCloseable {
    private final Project project;
    private final Scratch scratch;
    private final Context context;
    private final PrometheusRecorder recorder;
    private volatile boolean isLeft;

    private Session(Project project, Scratch scratch, Context context, PrometheusRecorder recorder) {
        this.project = project;
        this.scratch = scratch;
        this.context = context;
        this.recorder = recorder;
    }

    static Session open(Project project, Surroundings surroundings) throws EiderException {
        Bucket bucket = surroundings
                .bucket()
                .apply(new Buckets(Installation.extensions(surroundings))
                        .open(project.bucket(), project.root(), project.storage(), surroundings.variables()));
        Scratch scratch = Scratch.open(project.scratch());
        Context context = new Context(
                bucket,
                new BucketLedger(bucket, surroundings.clock()),
                surroundings.clock(),
                project.limits(),
                scratch.folder(),
                surroundings.nonces(),
                project.maskKey(),
                surroundings.progress(),
                Version.name(),
                project.retention());
        Session session = new Session(project, scratch, context, new PrometheusRecorder(surroundings.clock()));
        session.mend();
        return session;
    }

    /** Any command brings readers to what the pointer names, where a killed publication has left them behind. */
    private void mend() {
        try {
            Warehouse.generations(this).mend();
        } catch (EiderException e) {
            // A command that needs the pointer meets the failure itself; one that only looks must not fail for it.
        }
    }

    Project project() {
        return project;
    }

    Context context() {
        return context;
    }

    Recorder recorder() {
        return recorder;
    }

    PrometheusRecorder metrics() {
        return recorder;
    }

    /** Lets what still works here die with the process, its scratch with it: the next one to open a scratch removes it. */
    void leave() {
        isLeft = true;
    }

    @Override
    public void close() throws EiderException {
        if (isLeft) {
            return;
        }
        try {
            scratch.close();
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot remove scratch " + scratch.folder() + ": " + e.getMessage(),
                    null,
                    e);
        }
    }
}
