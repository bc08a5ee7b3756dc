/**
 * An append-only, tamper-evident log of what happened: Merkle tree, signed checkpoints, proofs, stores and the
 * projections read from it.
 */
package io.jenkins.plugins.aviary.ledger;
