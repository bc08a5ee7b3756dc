package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs blocks side by side, each on a thread of its own. An interruption of the thread that waits is passed on to all
 * branches; it goes on waiting until they have all ended, so that nothing runs on behind the pipeline's back.
 */
public final class ParallelFrame {
    private final Scope outer;
    private final boolean failFast;
    private final Map<String, Object> values = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final Map<Branch, Thread> branches = Collections.synchronizedMap(new LinkedHashMap<>());

    /**
     * Blocks that will run side by side.
     *
     * @param outer where they are started
     * @param failFast whether the first failure ends the others
     */
    public ParallelFrame(Scope outer, boolean failFast) {
        this.outer = outer;
        this.failFast = failFast;
    }

    /**
     * Runs the blocks and waits for all of them.
     *
     * @return their values by name
     */
    public Map<String, Object> run(Map<String, Body> bodies) {
        int before = outer.stage().count();
        bodies.forEach(this::prepare);
        List<Thread> threads = new ArrayList<>(branches.values());
        threads.forEach(Thread::start);
        Optional<PipelineInterrupted> ended = Optional.empty();
        for (Thread thread : threads) {
            ended = await(thread, ended);
        }
        outer.stage().arrange(before, List.copyOf(bodies.keySet()));
        if (ended.isPresent()) {
            throw ended.get();
        }
        worst().ifPresent(Attempt::rethrow);
        return new LinkedHashMap<>(values);
    }

    private void prepare(String name, Body body) {
        Branch[] own = new Branch[1];
        Thread thread = new Thread(() -> branch(own[0], name, body), "pipeline " + name);
        thread.setDaemon(true);
        own[0] = new Branch(thread);
        branches.put(own[0], thread);
        values.put(name, null);
    }

    private void branch(Branch branch, String name, Body body) {
        Scope inner = outer.onBranch(branch, name);
        Optional<Throwable> failure;
        try {
            failure = Optional.ofNullable((Throwable) inner.within(
                    () -> Attempt.of(() -> values.put(name, body.call())).orElse(null)));
        } catch (InterruptedException e) {
            failure = Optional.of(branch.noticed());
        }
        branch.finish();
        failure.ifPresent(thrown -> failed(branch, name, thrown));
    }

    private void failed(Branch branch, String name, Throwable thrown) {
        failures.add(thrown);
        if (failFast) {
            PipelineInterrupted others = new PipelineInterrupted(
                    PipelineInterrupted.Kind.FAIL_FAST, this, "Ended because the branch '" + name + "' failed");
            List.copyOf(branches.keySet()).stream()
                    .filter(other -> other != branch)
                    .forEach(other -> other.interrupt(others));
        }
    }

    private Optional<PipelineInterrupted> await(Thread thread, Optional<PipelineInterrupted> before) {
        Optional<PipelineInterrupted> ended = before;
        while (true) {
            try {
                thread.join();
                return ended;
            } catch (InterruptedException e) {
                PipelineInterrupted cause = outer.branch().noticed();
                List.copyOf(branches.keySet()).forEach(branch -> branch.interrupt(cause));
                ended = Optional.of(cause);
            }
        }
    }

    /** A failure by itself says more than the interruptions that it caused. */
    private Optional<Throwable> worst() {
        synchronized (failures) {
            return failures.stream()
                    .filter(failure -> !(failure instanceof PipelineInterrupted))
                    .findFirst()
                    .or(() -> failures.stream().findFirst());
        }
    }
}
