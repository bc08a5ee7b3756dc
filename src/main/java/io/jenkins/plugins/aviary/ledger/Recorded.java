package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;

/**
 * An event with its place in the ledger.
 *
 * @param sequence its place, from 0
 * @param leafHash its hash in the Merkle tree
 * @param event what happened
 */
public record Recorded(long sequence, Digest leafHash, LedgerEvent event) {}
