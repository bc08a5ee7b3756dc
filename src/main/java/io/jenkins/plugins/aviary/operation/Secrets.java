package io.jenkins.plugins.aviary.operation;

/**
 * Resolves the credential ids that parameters and {@code aviary.yml} carry. What is resolved is masked in the log from
 * then on. Safe for use by several threads.
 */
public interface Secrets {
    /**
     * The text of a credential: a password, a token, a private key.
     *
     * @param id the credential's id, as in {@code aviary.yml}
     * @throws OperationFailure if there is none, saying where one is looked for
     */
    Secret text(String id);

    /**
     * The user name that belongs to a credential, or empty if it has none.
     *
     * @param id the credential's id
     */
    String username(String id);
}
