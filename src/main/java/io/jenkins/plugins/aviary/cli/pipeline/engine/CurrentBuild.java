package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.GroovyObjectSupport;
import io.jenkins.plugins.aviary.operation.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a script sees as {@code currentBuild}; the names of its properties are those of Jenkins. */
public final class CurrentBuild extends GroovyObjectSupport {
    private final RunState run;
    private volatile String displayName;
    private volatile String description = "";

    CurrentBuild(RunState run) {
        this.run = run;
        this.displayName = "#" + run.settings().number();
    }

    /** The result that has been set, or null if it is a success so far. */
    public String getResult() {
        return Scope.current().result().map(Enum::name).orElse(null);
    }

    /** Makes the result worse; a better one is ignored, as in Jenkins. */
    public void setResult(String name) {
        Scope.current().worsen(Result.named(name));
    }

    /** The result as it is now. */
    public String getCurrentResult() {
        return Scope.current().result().orElse(Result.SUCCESS).name();
    }

    /** Whether the result so far is this good at least. */
    public boolean resultIsBetterOrEqualTo(String name) {
        return !Scope.current().result().orElse(Result.SUCCESS).isWorseThan(Result.named(name));
    }

    /** Whether the result so far is this bad at least. */
    public boolean resultIsWorseOrEqualTo(String name) {
        return !Result.named(name).isWorseThan(Scope.current().result().orElse(Result.SUCCESS));
    }

    /** The number of the run. */
    public int getNumber() {
        return run.settings().number();
    }

    /** The number of the run as a text. */
    public String getId() {
        return Integer.toString(getNumber());
    }

    /** The name of the run. */
    public String getDisplayName() {
        return displayName;
    }

    /** Renames the run. */
    public void setDisplayName(String name) {
        displayName = Objects.requireNonNullElse(name, "#" + getNumber());
    }

    /** What has been said of the run. */
    public String getDescription() {
        return description;
    }

    /** Says something of the run. */
    public void setDescription(String text) {
        description = Objects.requireNonNullElse(text, "");
    }

    /** The name of the pipeline. */
    public String getProjectName() {
        return run.settings().name();
    }

    /** The name of the pipeline. */
    public String getFullProjectName() {
        return run.settings().name();
    }

    /** The names of the pipeline and of the run. */
    public String getFullDisplayName() {
        return run.settings().name() + " " + displayName;
    }

    /** When the run began, in milliseconds since 1970. */
    public long getStartTimeInMillis() {
        return run.root().started().toEpochMilli();
    }

    /** When the run was asked for, in milliseconds since 1970. */
    public long getTimeInMillis() {
        return getStartTimeInMillis();
    }

    /** How long the run has taken, in milliseconds. */
    public long getDuration() {
        return Duration.between(run.root().started(), run.context().clock().instant())
                .toMillis();
    }

    /** How long the run has taken, for people. */
    public String getDurationString() {
        return Durations.text(Duration.ofMillis(getDuration()));
    }

    /** The address of the run: there is none without Jenkins. */
    public String getAbsoluteUrl() {
        return "";
    }

    /** Who started the run: the person at the keyboard. */
    public List<Map<String, String>> getBuildCauses() {
        return List.of(Map.of(
                "shortDescription",
                "Started by aviary run",
                "userId",
                run.variables().getOrDefault("USER", "")));
    }

    /** The changes since the run before, one entry for all of them. */
    public List<Map<String, Object>> getChangeSets() {
        List<String> paths = run.settings().changes();
        return paths.isEmpty() ? List.of() : List.of(Map.of("affectedPaths", paths));
    }

    /** The run before, or null if this is the first. */
    public Previous getPreviousBuild() {
        Optional<RunState.PreviousRun> previous = run.settings().previous();
        return previous.map(Previous::new).orElse(null);
    }

    /** The run before that came to an end, or null if this is the first. */
    public Previous getPreviousCompletedBuild() {
        return getPreviousBuild();
    }

    /** What a script sees of the run before. */
    public static final class Previous extends GroovyObjectSupport {
        private final RunState.PreviousRun previous;

        Previous(RunState.PreviousRun previous) {
            this.previous = previous;
        }

        /** Its number. */
        public int getNumber() {
            return previous.number();
        }

        /** How it ended. */
        public String getResult() {
            return previous.result().name();
        }

        /** How it ended. */
        public String getCurrentResult() {
            return getResult();
        }
    }
}
