package dev.eider.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How many records are done, on a terminal; nothing elsewhere. */
final class RecordBar implements AutoCloseable {
    private static final int REFRESH_MILLIS = 100;

    private final @Nullable ProgressBar bar;

    private RecordBar(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static RecordBar on(Console console, String task) {
        if (!console.isTerminal()) {
            return new RecordBar(null);
        }
        return new RecordBar(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1)
                .setUnit(" records", 1)
                .setStyle(console.isColoured() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .showSpeed()
                .clearDisplayOnFinish()
                .build());
    }

    void to(long records) {
        if (bar != null) {
            bar.stepTo(records);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
