package dev.eider.cli;

import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal; what went wrong is told when it is gone. */
final class BarAnnouncer implements Announcer {
    private static final int REFRESH_MILLIS = 100;

    private final Console console;
    private final ProgressBar bar;
    private final List<Outcome> outcomes = new ArrayList<>();

    BarAnnouncer(Console console, Plan plan) {
        this.console = console;
        this.bar = new ProgressBarBuilder()
                .setTaskName("eider")
                .setInitialMax(plan.steps().size())
                .setUnit(" steps", 1)
                .setStyle(console.isColoured() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public void tell(Outcome outcome) {
        bar.setExtraMessage(" " + outcome.step());
        bar.step();
        outcomes.add(outcome);
    }

    @Override
    public void close() {
        bar.close();
        outcomes.forEach(outcome -> LineAnnouncer.tellTroubles(console, outcome));
    }
}
