package io.jenkins.plugins.aviary.host;

/**
 * An administrator's decision to go without a safeguard, which is remembered as an event.
 *
 * @param administrator who decided
 * @param reason why
 */
public record AdministratorConsent(String administrator, String reason) {
    /** Refuses a decision that nobody made or gave no reason for. */
    public AdministratorConsent {
        if (administrator.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("A consent names the administrator and the reason");
        }
    }
}
