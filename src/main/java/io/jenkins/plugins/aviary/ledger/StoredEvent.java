package io.jenkins.plugins.aviary.ledger;

/**
 * An entry as a store holds it, checked by nobody yet.
 *
 * @param sequence its place in the ledger, from 0
 * @param body the bytes of the event
 * @param leafHash the leaf hash that the store keeps beside it
 */
public record StoredEvent(long sequence, byte[] body, byte[] leafHash) {}
