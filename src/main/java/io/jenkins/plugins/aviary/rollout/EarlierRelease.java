package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.JournalEntry;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the release that a world is to go back to, and what players would lose by that. */
final class EarlierRelease {
    private static final String PREVIOUS = "previous";

    private final String wanted;
    private final boolean acceptLoss;
    private final KnownReleases known;

    EarlierRelease(String wanted, boolean acceptLoss, KnownReleases known) {
        this.wanted = wanted;
        this.acceptLoss = acceptLoss;
        this.known = known;
    }

    /**
     * The release for a world.
     *
     * @throws OperationFailure if there is none, or going back to it would lose something
     */
    DeliveryTarget of(WorldSite site, FolderState state) throws InterruptedException {
        String world = site.world().qualifiedName();
        DeliveryTarget target = wanted.equals(PREVIOUS) ? previous(world, state) : named(world, state);
        if (!acceptLoss && state.current().isPresent()) {
            List<String> losses = known.losses(site, state.current().get(), target);
            if (!losses.isEmpty()) {
                throw new OperationFailure("In " + world + ", " + String.join(" Also, ", losses));
            }
        }
        return target;
    }

    private DeliveryTarget previous(String world, FolderState state) {
        String now = state.current().map(InstalledRelease::name).orElse("");
        List<InstalledRelease> good = state.journal().good().stream()
                .filter(name -> !name.equals(now))
                .flatMap(name -> identified(state, name).stream())
                .toList();
        for (InstalledRelease release : good) {
            DeliveryTarget target = known.target(release);
            if (state.release(release.name()).isPresent() || target.content().isPresent()) {
                return target;
            }
        }
        throw new OperationFailure(
                "No release that " + world + " ran before and that was found good is on its host or in"
                        + " the artifact store; deliver another one with deployRelease.");
    }

    private DeliveryTarget named(String world, FolderState state) {
        List<InstalledRelease> fitting = all(state).stream()
                .filter(release -> release.name().equals(wanted)
                        || release.digest().hex().equals(wanted)
                        || DeliveryEvents.versionOf(release.name()).equals(wanted))
                .toList();
        if (fitting.size() == 1) {
            return known.target(fitting.get(0));
        }
        if (fitting.isEmpty() && wanted.matches("[0-9a-f]{64}")) {
            return known.stored(new Digest(wanted)).map(DeliveryTarget::of).orElseThrow(() -> unknown(world, state));
        }
        if (fitting.isEmpty()) {
            throw unknown(world, state);
        }
        throw new OperationFailure("Several releases of " + world + " are " + wanted + ": "
                + String.join(", ", fitting.stream().map(InstalledRelease::name).toList())
                + "; give the name or the digest of one.");
    }

    private OperationFailure unknown(String world, FolderState state) {
        List<String> names = all(state).stream().map(InstalledRelease::name).toList();
        return new OperationFailure("The world " + world + " never ran a release " + wanted + "; it knows "
                + (names.isEmpty() ? "none" : String.join(", ", names)) + ".");
    }

    /** What is on the host, and what was there according to the journal. */
    private static Set<InstalledRelease> all(FolderState state) {
        Set<InstalledRelease> all = new LinkedHashSet<>(state.releases());
        state.journal().entries().stream()
                .map(JournalEntry::release)
                .distinct()
                .forEach(name -> identified(state, name).ifPresent(all::add));
        return all;
    }

    /** A release of the journal: on the host it need not be any more. */
    private static Optional<InstalledRelease> identified(FolderState state, String name) {
        return state.release(name)
                .or(() -> state.journal().entries().stream()
                        .filter(entry -> entry.release().equals(name))
                        .map(JournalEntry::digest)
                        .filter(digest -> digest.matches("[0-9a-f]{64}"))
                        .findFirst()
                        .map(digest -> new InstalledRelease(name, new Digest(digest))));
    }
}
