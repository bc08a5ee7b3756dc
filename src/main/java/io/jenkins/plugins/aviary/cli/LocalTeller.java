package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.GateLetters;
import io.jenkins.plugins.aviary.approval.GateMoment;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.GateTeller;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.NoticeLetter;
import io.jenkins.plugins.aviary.notice.Courier;
import io.jenkins.plugins.aviary.notice.NotifyTeam;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells those who may vote at a gate of this process, beside it: a channel that is dead delays no other letter for long,
 * and the gate never. What is not told when the gate has ended is not told any more.
 */
final class LocalTeller implements GateTeller, AutoCloseable {
    private static final int AT_ONCE = 4;

    private final RunContext context;
    private final ExecutorService couriers = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "approval-notices");
        thread.setDaemon(true);
        return thread;
    });

    LocalTeller(RunContext context) {
        this.context = context;
    }

    @Override
    public void tell(GateState gate, GateMoment moment, ApprovalNotices notices) {
        couriers.execute(() -> {
            try {
                VoteLinks links = VoteLinks.inHome(context.home(), context.clock());
                new GateLetters(notices, links, new LocalVotePlace(context))
                        .at(moment, gate)
                        .forEach(letter -> couriers.execute(() -> deliver(letter)));
            } catch (RuntimeException e) {
                context.log().warn("Those who may vote were not told: " + e.getMessage());
            }
        });
    }

    private void deliver(NoticeLetter letter) {
        try {
            NotifyTeam.Result result = new Courier(context.log(), context.secrets(), context.clock()).deliver(letter);
            if (!result.delivered().isEmpty()) {
                context.log().info("Told of the gate: " + String.join(", ", result.delivered()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OperationFailure e) {
            context.log().warn("Those who may vote were not told: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        couriers.shutdownNow();
    }
}
