package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What all parts of one run share. Safe for use by several threads. */
public final class RunState {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS ");

    private final RunSettings settings;
    private final RunContext context;
    private final StageNode root;
    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final Map<String, Object> parameters = Collections.synchronizedMap(new java.util.LinkedHashMap<>());
    private final Set<Throwable> reported =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final ReentrantLock questions = new ReentrantLock(true);
    private final CurrentBuild build;
    private Optional<Result> result = Optional.empty();
    private volatile boolean aborted;

    /** A run that is about to begin. */
    public RunState(RunSettings settings, RunContext context) {
        this.settings = settings;
        this.context = context;
        this.root = StageNode.root(settings.name(), context.clock().instant());
        this.variables.putAll(settings.environment());
        this.build = new CurrentBuild(this);
    }

    /** What the run was given. */
    public RunSettings settings() {
        return settings;
    }

    /** What operations run in, outside of everything that narrows it. */
    public RunContext context() {
        return context;
    }

    /** The node that stands for the pipeline. */
    public StageNode root() {
        return root;
    }

    /** The variables of the run: those it was given, and those that {@code env.NAME = ...} sets. */
    public Map<String, String> variables() {
        return variables;
    }

    /** The values of the parameters, by name. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** What the script sees as {@code currentBuild}. */
    public CurrentBuild build() {
        return build;
    }

    /** The result so far, if one has been set. */
    public synchronized Optional<Result> result() {
        return result;
    }

    /** Makes the result worse; does nothing if it is as bad already. */
    public synchronized void worsen(Result to) {
        if (result.isEmpty() || to.isWorseThan(result.get())) {
            result = Optional.of(to);
        }
    }

    /** Whether the run was cancelled. */
    public boolean isAborted() {
        return aborted;
    }

    /** Remembers that the run was cancelled. */
    public void abort() {
        aborted = true;
    }

    /** Whether a failure has not been told yet; from now on it has. */
    public boolean firstReportOf(Throwable failure) {
        return reported.add(failure);
    }

    /** Asks a person; branches wait for each other. */
    public Answer ask(Question question) throws InterruptedException {
        questions.lockInterruptibly();
        try {
            return settings.answerer().answer(question);
        } finally {
            questions.unlock();
        }
    }

    /** Learns a text that must not be shown. */
    public void mask(String secret) {
        settings.masking().accept(secret);
    }

    /** The time of day for the beginning of a log line. */
    String timeOfDay() {
        return CLOCK_TIME.format(context.clock().instant().atZone(ZoneId.systemDefault()));
    }

    /**
     * What a run is given.
     *
     * @param name the pipeline's name
     * @param number the number of the run, from 1
     * @param file the file name of the script, for messages
     * @param environment the variables that the run begins with
     * @param given the parameters that were given, as texts
     * @param answerer answers questions
     * @param masking learns texts that must not be shown
     * @param folder a folder for what the run keeps while it runs
     * @param archive a folder for the artifacts that it keeps
     * @param previous the run before
     * @param changes the paths that changed since the run before; empty if that is not known
     */
    public record RunSettings(
            String name,
            int number,
            String file,
            Map<String, String> environment,
            Map<String, String> given,
            InputAnswerer answerer,
            Consumer<String> masking,
            Path folder,
            Path archive,
            Optional<PreviousRun> previous,
            List<String> changes) {}

    /**
     * The last run of the same pipeline that came to an end.
     *
     * @param number its number
     * @param result how it ended
     * @param commit the commit it ran on, or empty
     */
    public record PreviousRun(int number, Result result, String commit) {}
}
