package dev.eider.zones.gcs;

import com.google.api.core.NanoClock;
import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.RetryHelper;
import com.google.cloud.RetryHelper.RetryHelperException;
import dev.eider.zones.BucketException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Repeats what may pass: a bounded number of times within a bounded time, after growing pauses of random length. */
final class GcsRetries {
    static final int ATTEMPTS_MAX = 7;

    static final GcsRetries DEFAULT = new GcsRetries(RetrySettings.newBuilder()
            .setMaxAttempts(ATTEMPTS_MAX)
            .setInitialRetryDelayDuration(Duration.ofMillis(300))
            .setRetryDelayMultiplier(2)
            .setMaxRetryDelayDuration(Duration.ofSeconds(20))
            .setTotalTimeoutDuration(Duration.ofMinutes(2))
            .build());

    private static final ResultRetryAlgorithm<?> MAY_PASS = new BasicResultRetryAlgorithm<>() {
        @Override
        public boolean shouldRetry(@Nullable Throwable failure, @Nullable Object result) {
            return failure != null && GcsProblems.mayPass(failure);
        }
    };

    private final RetrySettings settings;

    GcsRetries(RetrySettings settings) {
        this.settings = settings;
    }

    RetrySettings settings() {
        return settings;
    }

    /**
     * The result of a call that may be repeated.
     *
     * @throws com.google.cloud.storage.StorageException the last answer of the store
     */
    <T> T run(Callable<T> call) throws IOException, BucketException {
        try {
            return RetryHelper.runWithRetries(call, settings, MAY_PASS, NanoClock.getDefaultClock());
        } catch (RetryHelperException e) {
            Throwable cause = e.getCause();
            if (cause instanceof BucketException refused) {
                throw refused;
            }
            if (cause instanceof IOException broken) {
                throw broken;
            }
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(cause);
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
