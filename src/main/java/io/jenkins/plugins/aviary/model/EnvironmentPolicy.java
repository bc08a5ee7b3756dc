package io.jenkins.plugins.aviary.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an environment demands of a release and how it gets one.
 *
 * @param after the environments in which a release must have run first
 * @param soak how long it must have run there
 * @param evidence the kinds of evidence it must bring, such as {@code tests} or {@code backup}
 * @param backupWithin how old the last validated backup may be; zero if none is demanded
 * @param maxUnavailable how many worlds may be down at once, at least 1
 * @param keepReleases how many releases stay on a host besides those that must, at least 1
 * @param readyWithin how long a server may take until it is ready
 * @param stopWithin how long a server may take to stop, before what its players add
 * @param approval who must agree, if anybody
 * @param freezes when nothing is delivered
 * @param scan what the security scan must find or not find, if that is laid down
 * @param provenance what it demands of where the artifact comes from
 * @param whenBusy what a delivery does while another one is under way
 * @param farewell what players are granted before a delivery stops their server
 * @param steadyFor how long a server that is ready is watched before its release counts as good
 */
public record EnvironmentPolicy(
        List<String> after,
        Duration soak,
        List<String> evidence,
        Duration backupWithin,
        int maxUnavailable,
        int keepReleases,
        Duration readyWithin,
        Duration stopWithin,
        Optional<ApprovalDemand> approval,
        List<FreezeTime> freezes,
        Optional<ScanDemand> scan,
        ProvenanceDemand provenance,
        WhenBusy whenBusy,
        Farewell farewell,
        Duration steadyFor) {
    private static final Duration STEADY_FOR = Duration.ofSeconds(10);

    /** What holds where {@code aviary.yml} says nothing. */
    public static final EnvironmentPolicy DEFAULT = new EnvironmentPolicy(
            List.of(), Duration.ZERO, List.of(), Duration.ZERO, 1, 5, Duration.ofMinutes(11), Duration.ofSeconds(60));

    /** Copies the lists. */
    public EnvironmentPolicy {
        after = List.copyOf(after);
        evidence = List.copyOf(evidence);
        freezes = List.copyOf(freezes);
    }

    /** A policy that lays down nothing for scans. */
    public EnvironmentPolicy(
            List<String> after,
            Duration soak,
            List<String> evidence,
            Duration backupWithin,
            int maxUnavailable,
            int keepReleases,
            Duration readyWithin,
            Duration stopWithin,
            Optional<ApprovalDemand> approval,
            List<FreezeTime> freezes) {
        this(
                after,
                soak,
                evidence,
                backupWithin,
                maxUnavailable,
                keepReleases,
                readyWithin,
                stopWithin,
                approval,
                freezes,
                Optional.empty(),
                ProvenanceDemand.DEFAULT,
                WhenBusy.QUEUE,
                Farewell.NONE,
                STEADY_FOR);
    }

    /** A policy that nobody must agree to and that freezes nothing. */
    public EnvironmentPolicy(
            List<String> after,
            Duration soak,
            List<String> evidence,
            Duration backupWithin,
            int maxUnavailable,
            int keepReleases,
            Duration readyWithin,
            Duration stopWithin) {
        this(
                after,
                soak,
                evidence,
                backupWithin,
                maxUnavailable,
                keepReleases,
                readyWithin,
                stopWithin,
                Optional.empty(),
                List.of());
    }

    /** Whether it demands anything of a release before it is delivered, besides its provenance. */
    public boolean demandsSomething() {
        return !after.isEmpty()
                || !evidence.isEmpty()
                || !backupWithin.isZero()
                || approval.isPresent()
                || !freezes.isEmpty();
    }
}
