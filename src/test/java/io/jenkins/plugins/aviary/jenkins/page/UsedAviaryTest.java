package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Action;
import hudson.model.Actionable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UsedAviaryTest {
    /** A run that keeps its actions as Jenkins's do. */
    private static final class SampleRun extends Actionable {
        private final List<Action> actions = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void addAction(Action action) {
            actions.add(action);
        }

        @Override
        public <T extends Action> T getAction(Class<T> type) {
            return actions.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElse(null);
        }
    }

    private final SampleRun run = new SampleRun();

    @Test
    void isOnARunFromItsFirstStepOn() {
        assertThat(UsedAviary.on(run)).isFalse();
        assertThat(UsedAviary.markFirst(run)).isTrue();
        assertThat(UsedAviary.on(run)).isTrue();
        assertThat(UsedAviary.markFirst(run)).isFalse();
        assertThat(run.actions).hasSize(1);
    }

    @Test
    void isPutOnceByStepsThatBeginAtOnce() throws Exception {
        int steps = 8;
        CyclicBarrier begin = new CyclicBarrier(steps);
        Callable<Boolean> step = () -> {
            begin.await();
            return UsedAviary.markFirst(run);
        };
        ExecutorService threads = Executors.newFixedThreadPool(steps);
        int first = 0;
        try {
            for (Future<Boolean> marked : threads.invokeAll(Collections.nCopies(steps, step))) {
                first += marked.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(first).isEqualTo(1);
        assertThat(run.actions).hasSize(1);
    }
}
