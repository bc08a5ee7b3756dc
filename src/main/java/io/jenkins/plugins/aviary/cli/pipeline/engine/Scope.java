package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Processes;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where in the pipeline a step is called: its branch, its stage, its folder, its variables, its log. Immutable; a block
 * step makes a new one for its block. Each thread of a run has its current one.
 */
public final class Scope {
    private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

    private final RunState run;
    private final Branch branch;
    private final StageNode stage;
    private final Optional<Path> directory;
    private final Map<String, String> overrides;
    private final OperationLog log;
    private final boolean stamped;
    private final Optional<Result> foreseen;

    private Scope(
            RunState run,
            Branch branch,
            StageNode stage,
            Optional<Path> directory,
            Map<String, String> overrides,
            OperationLog log,
            boolean stamped,
            Optional<Result> foreseen) {
        this.run = run;
        this.branch = branch;
        this.stage = stage;
        this.directory = directory;
        this.overrides = overrides;
        this.log = log;
        this.stamped = stamped;
        this.foreseen = foreseen;
    }

    /** The outermost scope of a run, outside any agent. */
    public static Scope outermost(RunState run, Branch branch) {
        return new Scope(
                run,
                branch,
                run.root(),
                Optional.empty(),
                Map.of(),
                run.context().log(),
                false,
                Optional.empty());
    }

    /**
     * The scope of the calling thread.
     *
     * @throws IllegalStateException if the thread runs no part of a pipeline
     */
    public static Scope current() {
        Scope scope = CURRENT.get();
        if (scope == null) {
            throw new IllegalStateException("This thread runs no part of a pipeline");
        }
        return scope;
    }

    /** Runs a block in this scope, on the calling thread. */
    public Object within(Body body) throws InterruptedException {
        Scope outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.call();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** The run it belongs to. */
    public RunState run() {
        return run;
    }

    /** The line of execution. */
    public Branch branch() {
        return branch;
    }

    /** The innermost stage or branch. */
    public StageNode stage() {
        return stage;
    }

    /** The folder that steps work in; none outside agents. */
    public Optional<Path> directory() {
        return directory;
    }

    /** The log that people read. */
    public OperationLog log() {
        return log;
    }

    /** The same in a stage. */
    public Scope inStage(StageNode inner) {
        return new Scope(run, branch, inner, directory, overrides, log, stamped, foreseen);
    }

    /** The same in a folder. */
    public Scope in(Path folder) {
        return new Scope(run, branch, stage, Optional.of(folder), overrides, log, stamped, foreseen);
    }

    /** The same with variables that hide others of their names. */
    public Scope with(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(overrides);
        more.putAll(variables);
        return new Scope(run, branch, stage, directory, Map.copyOf(more), log, stamped, foreseen);
    }

    /** The same on another line of execution, whose log lines begin with its name. */
    public Scope onBranch(Branch other, String name) {
        return new Scope(
                run,
                other,
                stage,
                directory,
                overrides,
                new ScopedLog(log, () -> "[" + name + "] "),
                stamped,
                foreseen);
    }

    /** The same with log lines that begin with the time. */
    public Scope stamped() {
        return stamped
                ? this
                : new Scope(
                        run, branch, stage, directory, overrides, new ScopedLog(log, run::timeOfDay), true, foreseen);
    }

    /** The same with another log. */
    public Scope logging(OperationLog other) {
        return new Scope(run, branch, stage, directory, overrides, other, stamped, foreseen);
    }

    /** The same in a post section, which sees the result that there will be. */
    public Scope foreseeing(Result result) {
        return new Scope(run, branch, stage, directory, overrides, log, stamped, Optional.of(result));
    }

    /** The result so far, as it is seen here. */
    public Optional<Result> result() {
        Optional<Result> set = run.result();
        return foreseen.isEmpty() ? set : Optional.of(foreseen.get().and(set.orElse(Result.SUCCESS)));
    }

    /** Makes the result of the run worse than it is seen here; does nothing if it is as bad already. */
    public void worsen(Result to) {
        if (foreseen.isEmpty() || to.isWorseThan(foreseen.get())) {
            run.worsen(to);
        }
    }

    /** Marks the stage and the run, and says so. */
    public void warn(Result worse, String reason) {
        stage.warn(worse, reason);
        worsen(worse);
    }

    /** All variables that are in force here. */
    public Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(run.variables());
        all.putAll(overrides);
        return all;
    }

    /** What an operation that is called here runs in. */
    public RunContext context() {
        RunContext base = run.context();
        Map<String, String> environment = environment();
        Processes processes = request -> base.processes().run(with(request, environment));
        return new RunContext(
                directory.orElse(base.workspace()),
                base.home(),
                log,
                base.progress(),
                processes,
                base.secrets(),
                base.events(),
                base.clock(),
                environment);
    }

    private static ProcessRequest with(ProcessRequest request, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(request.environment());
        return new ProcessRequest(
                request.command(), request.directory(), all, request.timeout(), request.output(), request.errors());
    }
}
