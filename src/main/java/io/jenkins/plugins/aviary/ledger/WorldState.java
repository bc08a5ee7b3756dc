package io.jenkins.plugins.aviary.ledger;

import java.time.Instant;

/**
 * What a world runs, as the ledger tells it.
 *
 * @param environment the environment
 * @param world the world
 * @param release the digest of what it runs, or empty if no event named it
 * @param version its version, or empty
 * @param since when it began to run that
 * @param deployment the id of the deployment that brought it there
 * @param sequence the place in the ledger of the event that tells so
 */
public record WorldState(
        String environment,
        String world,
        String release,
        String version,
        Instant since,
        String deployment,
        long sequence) {}
