package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.model.Environment;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the pages show.
 *
 * @param ledger what was done; it may be open for reading only
 * @param environments where releases go, in their order, as configured now; asked for at each request, so it must be
 *     quick
 * @param artifacts what was built
 * @param keys the keys that are trusted when the ledger is verified
 * @param clock the source of time
 */
public record Installation(
        Ledger ledger,
        Supplier<? extends Collection<Environment>> environments,
        ArtifactStore artifacts,
        Supplier<List<VerifierKey>> keys,
        Clock clock) {
    /** Refuses an incomplete installation. */
    public Installation {
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(environments, "environments");
        Objects.requireNonNull(artifacts, "artifacts");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(clock, "clock");
    }
}
