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

/** Brings changed scripts to running servers without a restart, and the previous ones back if they fail. */
public final class HotReloadStep extends OperationStep {
    private final String environment;
    private List<String> worlds;
    private String source;
    private String via = "auto";
    private boolean partial;
    private boolean dryRun;
    private String within = "30s";
    private String watch = "1s";
    private int mayLeave = 2;
    private String reason;
    private String agentInto;

    /** With what must be given. */
    @DataBoundConstructor
    public HotReloadStep(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The environment of aviary.yml. */
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

    /** The folder with the scripts; the source folder of aviary.yml if none is given. */
    public String getSource() {
        return source;
    }

    /** The folder with the scripts; the source folder of aviary.yml if none is given. */
    @DataBoundSetter
    public void setSource(String source) {
        this.source = GivenValues.text(source);
    }

    /** How the server is told: by the reload agent, by hangup (SIGHUP), or auto for the agent where it is installed. Default: auto. */
    public String getVia() {
        return via;
    }

    /** How the server is told: by the reload agent, by hangup (SIGHUP), or auto for the agent where it is installed. Default: auto. */
    @DataBoundSetter
    public void setVia(String via) {
        this.via = GivenValues.text(via, "auto");
    }

    /** Whether to reload what can be, although other changes wait for a restart. */
    public boolean isPartial() {
        return partial;
    }

    /** Whether to reload what can be, although other changes wait for a restart. */
    @DataBoundSetter
    public void setPartial(boolean partial) {
        this.partial = partial;
    }

    /** Whether only to tell what would be done. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether only to tell what would be done. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** How long one reload may take. Default: 30s. */
    public String getWithin() {
        return within;
    }

    /** How long one reload may take. Default: 30s. */
    @DataBoundSetter
    public void setWithin(String within) {
        this.within = GivenValues.text(within, "30s");
    }

    /** How long the log is watched for errors after the reload. Default: 1s. */
    public String getWatch() {
        return watch;
    }

    /** How long the log is watched for errors after the reload. Default: 1s. */
    @DataBoundSetter
    public void setWatch(String watch) {
        this.watch = GivenValues.text(watch, "1s");
    }

    /** How many players may leave meanwhile before that counts as the reload's fault, from 0. Default: 2. */
    public int getMayLeave() {
        return mayLeave;
    }

    /** How many players may leave meanwhile before that counts as the reload's fault, from 0. Default: 2. */
    @DataBoundSetter
    public void setMayLeave(int mayLeave) {
        this.mayLeave = mayLeave;
    }

    /** Why, for the history. */
    public String getReason() {
        return reason;
    }

    /** Why, for the history. */
    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = GivenValues.text(reason);
    }

    /** Only write the reload agent's script into this folder of the workspace, such as data/scripts/globalevents; deliver it by a release then. */
    public String getAgentInto() {
        return agentInto;
    }

    /** Only write the reload agent's script into this folder of the workspace, such as data/scripts/globalevents; deliver it by a release then. */
    @DataBoundSetter
    public void setAgentInto(String agentInto) {
        this.agentInto = GivenValues.text(agentInto);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "source", source);
        GivenValues.add(parameters, "via", via);
        GivenValues.add(parameters, "partial", partial);
        GivenValues.add(parameters, "dryRun", dryRun);
        GivenValues.add(parameters, "within", within);
        GivenValues.add(parameters, "watch", watch);
        GivenValues.add(parameters, "mayLeave", mayLeave);
        GivenValues.add(parameters, "reason", reason);
        GivenValues.add(parameters, "agentInto", agentInto);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("hotReload", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.HotReloadStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** What can be chosen for {@code via}. */
        @POST
        public ListBoxModel doFillViaItems(@AncestorInPath Item item, @QueryParameter String via) {
            return FormChecks.choices(item, via, "auto", "agent", "hangup");
        }

        /** Whether {@code within} can be so. */
        @POST
        public FormValidation doCheckWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code watch} can be so. */
        @POST
        public FormValidation doCheckWatch(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
