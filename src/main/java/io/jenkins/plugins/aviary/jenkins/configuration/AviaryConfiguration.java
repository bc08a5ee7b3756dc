package io.jenkins.plugins.aviary.jenkins.configuration;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PersistentDescriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.CredentialChoices;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import io.jenkins.plugins.aviary.ledger.SigningKey;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.Map;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Aviary's part of the system configuration; {@code unclassified: aviary:} in Configuration as Code. */
@Extension
@Symbol("aviary")
public final class AviaryConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private static final String SOURCE = "The shared environments (Manage Jenkins > System > Aviary)";

    private String environments = "";
    private boolean onlySharedEnvironments;
    private String ledgerUrl = "";
    private String ledgerCredentialsId = "";
    private String signingKeyCredentialsId = "";

    /** The parsed environments, until they are set anew. */
    private transient AviaryConfig parsed;

    /** The one configuration. */
    public static AviaryConfiguration get() {
        return ExtensionList.lookupSingleton(AviaryConfiguration.class);
    }

    /** Hosts, environments, worlds and policies for all jobs, in the form of {@code aviary.yml}. */
    public synchronized String getEnvironments() {
        return environments;
    }

    /**
     * Sets them; see {@link #getEnvironments()}.
     *
     * @throws IllegalArgumentException if they are wrong, with the line
     */
    @DataBoundSetter
    public synchronized void setEnvironments(String environments) {
        String given = environments == null ? "" : environments;
        problem(given).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        this.environments = given;
        this.parsed = null;
        save();
    }

    private static Optional<String> problem(String environments) {
        if (environments.isBlank()) {
            return Optional.empty();
        }
        try {
            AviaryConfig.parse(SOURCE, environments, Map.of());
            return Optional.empty();
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        Optional<String> problem = problem(form.get("environments") instanceof String text ? text : "");
        if (problem.isPresent()) {
            throw new FormException(problem.get(), "environments");
        }
        return super.configure(request, form);
    }

    /** Whether gates and promotions refuse environments that only a workspace's {@code aviary.yml} knows. */
    public synchronized boolean isOnlySharedEnvironments() {
        return onlySharedEnvironments;
    }

    /** Sets it; see {@link #isOnlySharedEnvironments()}. */
    @DataBoundSetter
    public synchronized void setOnlySharedEnvironments(boolean onlySharedEnvironments) {
        this.onlySharedEnvironments = onlySharedEnvironments;
        save();
    }

    /** The JDBC address of a MySQL or MariaDB database for the ledger; empty for files below JENKINS_HOME. */
    public synchronized String getLedgerUrl() {
        return ledgerUrl;
    }

    /** Sets it; see {@link #getLedgerUrl()}. It holds from the next start of Jenkins on. */
    @DataBoundSetter
    public synchronized void setLedgerUrl(String ledgerUrl) {
        this.ledgerUrl = ledgerUrl == null ? "" : ledgerUrl.strip();
        save();
    }

    /** The credential with the database's user name and password. */
    public synchronized String getLedgerCredentialsId() {
        return ledgerCredentialsId;
    }

    /** Sets it; see {@link #getLedgerCredentialsId()}. */
    @DataBoundSetter
    public synchronized void setLedgerCredentialsId(String ledgerCredentialsId) {
        this.ledgerCredentialsId = ledgerCredentialsId == null ? "" : ledgerCredentialsId;
        save();
    }

    /** The credential with the key that signs the ledger; empty for one that Aviary makes and keeps in a file. */
    public synchronized String getSigningKeyCredentialsId() {
        return signingKeyCredentialsId;
    }

    /** Sets it; see {@link #getSigningKeyCredentialsId()}. The old key hands over to it within seconds. */
    @DataBoundSetter
    public synchronized void setSigningKeyCredentialsId(String signingKeyCredentialsId) {
        this.signingKeyCredentialsId = signingKeyCredentialsId == null ? "" : signingKeyCredentialsId.strip();
        save();
    }

    /**
     * The shared environments, if there are any.
     *
     * @throws OperationFailure if they are wrong, with the line
     */
    public synchronized Optional<AviaryConfig> shared() {
        if (environments.isBlank()) {
            return Optional.empty();
        }
        if (parsed == null) {
            parsed = AviaryConfig.parse(SOURCE, environments, Map.of());
        }
        return Optional.of(parsed);
    }

    @Override
    public String getDisplayName() {
        return Messages.AviaryConfiguration_displayName();
    }

    /** Whether a text has the form of environments. */
    @POST
    public FormValidation doCheckEnvironments(@QueryParameter String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER) || value == null) {
            return FormValidation.ok();
        }
        return problem(value).map(FormValidation::error).orElseGet(FormValidation::ok);
    }

    /** Whether a text is the address of such a database. */
    @POST
    public FormValidation doCheckLedgerUrl(@QueryParameter String value) {
        boolean fine = value == null || value.isBlank() || value.matches("jdbc:(mysql|mariadb)://[^\\s]+");
        return fine || !Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                ? FormValidation.ok()
                : FormValidation.error(Messages.AviaryConfiguration_ledgerUrl());
    }

    /** The credentials to choose from. */
    @POST
    public ListBoxModel doFillLedgerCredentialsIdItems(@QueryParameter String ledgerCredentialsId) {
        return CredentialChoices.of(null, ledgerCredentialsId);
    }

    /** The credentials that can hold a signing key. */
    @POST
    public ListBoxModel doFillSigningKeyCredentialsIdItems(@QueryParameter String signingKeyCredentialsId) {
        return CredentialChoices.of(
                null,
                signingKeyCredentialsId,
                CredentialsMatchers.anyOf(
                        CredentialsMatchers.instanceOf(FileCredentials.class),
                        CredentialsMatchers.instanceOf(StringCredentials.class)));
    }

    /** Which key a credential holds, or why none. */
    @POST
    public FormValidation doCheckSigningKeyCredentialsId(@QueryParameter String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER) || value == null || value.isBlank()) {
            return FormValidation.ok();
        }
        try {
            String key = SigningKey.ofPem(
                            SigningKeyCredential.pem(value), Installation.get().origin())
                    .verifier()
                    .signer();
            return FormValidation.ok(Messages.AviaryConfiguration_signingKey(key));
        } catch (LedgerFailure e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
