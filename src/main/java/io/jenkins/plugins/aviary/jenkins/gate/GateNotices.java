package io.jenkins.plugins.aviary.jenkins.gate;

import hudson.model.Computer;
import hudson.model.Run;
import io.jenkins.plugins.aviary.approval.GateLetters;
import io.jenkins.plugins.aviary.approval.GateMoment;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.GateTeller;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.NoticeLetter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.PrintStream;

/**
 * Tells those who may vote at a gate, on threads of their own. Only channels that administrators name are used: those of
 * a workspace's {@code aviary.yml} would let whoever changes the sources reach into the controller's network, with its
 * credentials.
 */
final class GateNotices implements GateTeller {
    private final Run<?, ?> run;
    private final PrintStream log;

    GateNotices(Run<?, ?> run, PrintStream log) {
        this.run = run;
        this.log = log;
    }

    /** What an environment says of notices, if administrators said it. */
    static ApprovalNotices of(String environment, ApprovalNotices said) {
        boolean shared = AviaryConfiguration.get()
                .shared()
                .filter(config -> config.environments().containsKey(environment))
                .isPresent();
        return shared ? said : ApprovalNotices.NONE;
    }

    @Override
    public void tell(GateState gate, GateMoment moment, ApprovalNotices notices) {
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                Installation installation = Installation.get();
                VoteLinks links = VoteLinks.inHome(installation.home(), installation.clock());
                new GateLetters(notices, links, new JenkinsVotePlace(run.getParent()))
                        .at(moment, gate)
                        .forEach(letter -> Computer.threadPoolForRemoting.execute(() -> deliver(letter)));
            } catch (RuntimeException e) {
                log.println("WARNING: those who may vote were not told: " + e.getMessage());
            }
        });
    }

    /** What the letter and its receivers say is foreign. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private void deliver(NoticeLetter letter) {
        try {
            EngineCourier.deliver(letter).forEach(line -> log.println(oneLine(letter.title() + ": " + line)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OperationFailure e) {
            log.println("WARNING: those who may vote were not told: " + e.getMessage());
        }
    }
}
