package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.batch.IngestPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The second stage alone. */
@Command(
        name = "stage",
        description = "Judge raw into clean and error.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider stage --dataset transaction --interval 2025-01-06 --again",
            "  eider stage --dataset transaction --interval 2025-01-06 --accept    a held batch"
        })
final class StageCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Option(
            names = "--accept",
            description = "Let a held batch pass its quality gate, once; needs --dataset and --interval.")
    private boolean accept;

    private final Surroundings surroundings;

    StageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Scope chosen = accept ? held(scope.scope()) : scope.scope();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Plan plan = new Planner(session).planStage(chosen);
            return new Execution(session, surroundings, options).run(accept ? accepted(plan) : plan);
        }
    }

    /** One batch, to be judged once more. */
    private static Scope held(Scope scope) throws EiderException {
        if (scope.dataset().isEmpty() || !(scope.slices() instanceof IngestPlan.Scope.Named)) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Invalid options: --accept needs --dataset and --interval",
                    "eider stage --help");
        }
        return new Scope(scope.dataset(), scope.slices(), Scope.Again.YES);
    }

    private static Plan accepted(Plan plan) {
        List<Step> steps = new ArrayList<>();
        for (Step.Stage stage : plan.steps(Step.Stage.class)) {
            steps.add(new Step.Stage(stage.contract(), stage.step().accepted()));
        }
        return new Plan(steps);
    }
}
