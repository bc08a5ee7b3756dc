package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A stage or a parallel branch while it runs. Safe for use by several threads. */
public final class StageNode {
    private final String name;
    private final Optional<StageNode> parent;
    private final Instant started;
    private final List<StageNode> children = Collections.synchronizedList(new ArrayList<>());
    private Result result = Result.SUCCESS;
    private String reason = "";
    private Duration duration = Duration.ZERO;
    private boolean skipped;

    private StageNode(String name, Optional<StageNode> parent, Instant started) {
        this.name = name;
        this.parent = parent;
        this.started = started;
    }

    /** The root, which stands for the pipeline. */
    public static StageNode root(String name, Instant started) {
        return new StageNode(name, Optional.empty(), started);
    }

    /** Begins a stage inside this one. */
    public StageNode begin(String child, Instant now) {
        StageNode node = new StageNode(child, Optional.of(this), now);
        children.add(node);
        return node;
    }

    /** How many stages are inside so far. */
    int count() {
        return children.size();
    }

    /** Puts the stages that were begun since into the given order: those that run side by side begin in any. */
    void arrange(int since, List<String> names) {
        synchronized (children) {
            children.subList(since, children.size()).sort(Comparator.comparingInt(child -> names.indexOf(child.name)));
        }
    }

    /** The stage's own name. */
    public String name() {
        return name;
    }

    /** The names from the outermost stage to this one. */
    public String path() {
        return parent.filter(above -> above.parent.isPresent())
                .map(above -> above.path() + " / " + name)
                .orElse(name);
    }

    /** Whether this is the pipeline itself. */
    public boolean isRoot() {
        return parent.isEmpty();
    }

    /** Marks this stage and those around it, unless they are marked worse already. */
    public void warn(Result worse, String why) {
        mark(worse, why);
        parent.filter(above -> !above.isRoot()).ifPresent(above -> above.warn(worse, why));
    }

    /** Marks this stage alone. */
    public synchronized void mark(Result worse, String why) {
        if (worse.isWorseThan(result)) {
            result = worse;
            reason = why;
        }
    }

    /** Marks this stage as passed over. */
    public synchronized void skip(String why) {
        skipped = true;
        result = Result.NOT_BUILT;
        reason = why;
    }

    /** The worst that happened in it so far. */
    public synchronized Result result() {
        return result;
    }

    /** Ends the stage. */
    public synchronized void finish(Instant now) {
        duration = Duration.between(started, now);
    }

    /** When it began. */
    public Instant started() {
        return started;
    }

    /** What came of it. */
    public synchronized StageResult report() {
        List<StageResult> inner;
        synchronized (children) {
            inner = children.stream().map(StageNode::report).toList();
        }
        return new StageResult(name, result, duration, reason, skipped, inner);
    }
}
