package io.jenkins.plugins.aviary.jenkins.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Takes a backup of the databases of an environment's worlds and proves each by restoring it. */
public final class BackupDatabaseStep extends OperationStep {
    private final String environment;
    private List<String> worlds;
    private boolean save = true;
    private String saveWithin = "5m";
    private int keep = 7;
    private ScratchServer scratch;

    /** With what must be given. */
    @DataBoundConstructor
    public BackupDatabaseStep(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The environment whose worlds are backed up. */
    public String getEnvironment() {
        return environment;
    }

    /** The worlds, in this order; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds, in this order; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** Whether a server that runs is made to save first; without, what its players did since the last save is not in the backup, and houses and players may be of different moments. Default: true. */
    public boolean isSave() {
        return save;
    }

    /** Whether a server that runs is made to save first; without, what its players did since the last save is not in the backup, and houses and players may be of different moments. Default: true. */
    @DataBoundSetter
    public void setSave(boolean save) {
        this.save = save;
    }

    /** How long a save may take. Default: 5m. */
    public String getSaveWithin() {
        return saveWithin;
    }

    /** How long a save may take. Default: 5m. */
    @DataBoundSetter
    public void setSaveWithin(String saveWithin) {
        this.saveWithin = GivenValues.text(saveWithin, "5m");
    }

    /** How many valid backups of a world stay, from 1; the newest valid one is never deleted. Default: 7. */
    public int getKeep() {
        return keep;
    }

    /** How many valid backups of a world stay, from 1; the newest valid one is never deleted. Default: 7. */
    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = keep;
    }

    /** Where the backup is restored for proof; a scratch schema on the world's own server if not given. */
    public ScratchServer getScratch() {
        return scratch;
    }

    /** Where the backup is restored for proof; a scratch schema on the world's own server if not given. */
    @DataBoundSetter
    public void setScratch(ScratchServer scratch) {
        this.scratch = scratch;
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "save", save);
        GivenValues.add(parameters, "saveWithin", saveWithin);
        GivenValues.add(parameters, "keep", keep);
        GivenValues.add(parameters, "scratch", GivenValues.object(scratch));
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("backupDatabase", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.BackupDatabaseStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code saveWithin} can be so. */
        @POST
        public FormValidation doCheckSaveWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }

    /** Scratch server. */
    public static final class ScratchServer extends OperationObject<ScratchServer> {
        private String host;
        private int port;
        private String schema;
        private String user;
        private String credentials;

        /** With what must be given. */
        @DataBoundConstructor
        public ScratchServer() {}

        /** Host. */
        public String getHost() {
            return host;
        }

        /** Host. */
        @DataBoundSetter
        public void setHost(String host) {
            this.host = GivenValues.text(host);
        }

        /** Port. */
        public int getPort() {
            return port;
        }

        /** Port. */
        @DataBoundSetter
        public void setPort(int port) {
            this.port = port;
        }

        /** Schema. */
        public String getSchema() {
            return schema;
        }

        /** Schema. */
        @DataBoundSetter
        public void setSchema(String schema) {
            this.schema = GivenValues.text(schema);
        }

        /** User. */
        public String getUser() {
            return user;
        }

        /** User. */
        @DataBoundSetter
        public void setUser(String user) {
            this.user = GivenValues.text(user);
        }

        /** Credentials. */
        public String getCredentials() {
            return credentials;
        }

        /** Credentials. */
        @DataBoundSetter
        public void setCredentials(String credentials) {
            this.credentials = GivenValues.text(credentials);
        }

        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            GivenValues.add(parameters, "host", host);
            GivenValues.add(parameters, "port", port);
            GivenValues.add(parameters, "schema", schema);
            GivenValues.add(parameters, "user", user);
            GivenValues.add(parameters, "credentials", credentials);
            return parameters;
        }

        /** Offers it to pipelines and their forms. */
        @Extension
        public static final class Description extends OperationObjectDescriptor<ScratchServer> {
            /** Made by Jenkins, once. */
            public Description() {
                super(List.of(), List.of());
            }

            @Override
            public String getDisplayName() {
                return "Scratch server";
            }

            /** What can be chosen for {@code credentials}. */
            @POST
            public ListBoxModel doFillCredentialsItems(@AncestorInPath Item item, @QueryParameter String credentials) {
                return FormChecks.credentials(item, credentials);
            }
        }
    }
}
