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

/** Delivers a release in stages, watches it in each, and takes it back by itself when it is worse than the old one. */
public final class CanaryReleaseStep extends OperationStep {
    private final String environment;
    private final String release;
    private List<String> worlds;
    private List<StageSpec> stages;
    private List<String> baseline;
    private String before;
    private String settle = "0s";
    private String every;
    private String resume;
    private String decision;
    private boolean evenUnsaved;
    private String saveWithin = "2m";
    private String reason;

    /** With what must be given. */
    @DataBoundConstructor
    public CanaryReleaseStep(String environment, String release) {
        this.environment = GivenValues.text(environment);
        this.release = GivenValues.text(release);
    }

    /** The environment of aviary.yml to deliver to. */
    public String getEnvironment() {
        return environment;
    }

    /** The digest of the artifact to deliver, 64 hexadecimal digits. */
    public String getRelease() {
        return release;
    }

    /** The worlds, the one that gets the release first in front; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds, the one that gets the release first in front; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** The stages, in order; if none are given: staff, 10 and 100 players, one world, then 25, 50 and 100 percent of the worlds. */
    public List<StageSpec> getStages() {
        return stages;
    }

    /** The stages, in order; if none are given: staff, 10 and 100 players, one world, then 25, 50 and 100 percent of the worlds. */
    @DataBoundSetter
    public void setStages(List<StageSpec> stages) {
        this.stages = stages;
    }

    /** Worlds that keep the old release to be compared with; they are started anew with the others. */
    public List<String> getBaseline() {
        return baseline;
    }

    /** Worlds that keep the old release to be compared with; they are started anew with the others. */
    @DataBoundSetter
    public void setBaseline(List<String> baseline) {
        this.baseline = GivenValues.list(baseline);
    }

    /** How long the worlds are measured before the first gets the release; if not given, and no baseline is, as long as the first stage that is watched, 30 minutes at most. */
    public String getBefore() {
        return before;
    }

    /** How long the worlds are measured before the first gets the release; if not given, and no baseline is, as long as the first stage that is watched, 30 minutes at most. */
    @DataBoundSetter
    public void setBefore(String before) {
        this.before = GivenValues.text(before);
    }

    /** How long servers that were started are left to themselves before they are measured. Default: 0s. */
    public String getSettle() {
        return settle;
    }

    /** How long servers that were started are left to themselves before they are measured. Default: 0s. */
    @DataBoundSetter
    public void setSettle(String settle) {
        this.settle = GivenValues.text(settle, "0s");
    }

    /** How far apart the looks are; if not given, a twentieth of a stage's pause, from 1 to 30 seconds. */
    public String getEvery() {
        return every;
    }

    /** How far apart the looks are; if not given, a twentieth of a stage's pause, from 1 to 30 seconds. */
    @DataBoundSetter
    public void setEvery(String every) {
        this.every = GivenValues.text(every);
    }

    /** The id of a rollout to go on with, as an inconclusive or killed one named it. */
    public String getResume() {
        return resume;
    }

    /** The id of a rollout to go on with, as an inconclusive or killed one named it. */
    @DataBoundSetter
    public void setResume(String resume) {
        this.resume = GivenValues.text(resume);
    }

    /** With resume, what a person decided: CONTINUE with the next stage, ROLLBACK, or ABORT and leave all as it is. */
    public String getDecision() {
        return decision;
    }

    /** With resume, what a person decided: CONTINUE with the next stage, ROLLBACK, or ABORT and leave all as it is. */
    @DataBoundSetter
    public void setDecision(String decision) {
        this.decision = GivenValues.text(decision);
    }

    /** Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost. */
    public boolean isEvenUnsaved() {
        return evenUnsaved;
    }

    /** Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost. */
    @DataBoundSetter
    public void setEvenUnsaved(boolean evenUnsaved) {
        this.evenUnsaved = evenUnsaved;
    }

    /** How long a save of the players may take. Default: 2m. */
    public String getSaveWithin() {
        return saveWithin;
    }

    /** How long a save of the players may take. Default: 2m. */
    @DataBoundSetter
    public void setSaveWithin(String saveWithin) {
        this.saveWithin = GivenValues.text(saveWithin, "2m");
    }

    /** Why it is delivered, for the history. */
    public String getReason() {
        return reason;
    }

    /** Why it is delivered, for the history. */
    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = GivenValues.text(reason);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "stages", GivenValues.objects(stages));
        GivenValues.add(parameters, "baseline", baseline);
        GivenValues.add(parameters, "before", before);
        GivenValues.add(parameters, "settle", settle);
        GivenValues.add(parameters, "every", every);
        GivenValues.add(parameters, "resume", resume);
        GivenValues.add(parameters, "decision", decision);
        GivenValues.add(parameters, "evenUnsaved", evenUnsaved);
        GivenValues.add(parameters, "saveWithin", saveWithin);
        GivenValues.add(parameters, "reason", reason);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("canaryRelease", List.of("worlds", "baseline"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.CanaryReleaseStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code release} can be so. */
        @POST
        public FormValidation doCheckRelease(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code before} can be so. */
        @POST
        public FormValidation doCheckBefore(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code settle} can be so. */
        @POST
        public FormValidation doCheckSettle(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code every} can be so. */
        @POST
        public FormValidation doCheckEvery(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** What can be chosen for {@code decision}. */
        @POST
        public ListBoxModel doFillDecisionItems(@AncestorInPath Item item, @QueryParameter String decision) {
            return FormChecks.choices(item, decision, "continue", "rollback", "abort");
        }

        /** Whether {@code saveWithin} can be so. */
        @POST
        public FormValidation doCheckSaveWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }

    /** Stage spec. */
    public static final class StageSpec extends OperationObject<StageSpec> {
        private String kind;
        private int worlds;
        private int percent;
        private int players;
        private String pause;

        /** With what must be given. */
        @DataBoundConstructor
        public StageSpec() {}

        /** What the stage does: SMOKE tries the release on a clone of the first world's database, STAFF closes the first world to all but staff, PLAYERS opens it to so many players, WORLDS delivers to so many worlds or percent of them. */
        public String getKind() {
            return kind;
        }

        /** What the stage does: SMOKE tries the release on a clone of the first world's database, STAFF closes the first world to all but staff, PLAYERS opens it to so many players, WORLDS delivers to so many worlds or percent of them. */
        @DataBoundSetter
        public void setKind(String kind) {
            this.kind = GivenValues.text(kind);
        }

        /** With WORLDS, how many worlds have the release after this stage, from 1. */
        public int getWorlds() {
            return worlds;
        }

        /** With WORLDS, how many worlds have the release after this stage, from 1. */
        @DataBoundSetter
        public void setWorlds(int worlds) {
            this.worlds = worlds;
        }

        /** With WORLDS, how many percent of the worlds have it after this stage, from 1 to 100, rounded up. */
        public int getPercent() {
            return percent;
        }

        /** With WORLDS, how many percent of the worlds have it after this stage, from 1 to 100, rounded up. */
        @DataBoundSetter
        public void setPercent(int percent) {
            this.percent = percent;
        }

        /** With PLAYERS, how many players may be in the first world, from 1. */
        public int getPlayers() {
            return players;
        }

        /** With PLAYERS, how many players may be in the first world, from 1. */
        @DataBoundSetter
        public void setPlayers(int players) {
            this.players = players;
        }

        /** How long the release is watched before the next stage. */
        public String getPause() {
            return pause;
        }

        /** How long the release is watched before the next stage. */
        @DataBoundSetter
        public void setPause(String pause) {
            this.pause = GivenValues.text(pause);
        }

        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            GivenValues.add(parameters, "kind", kind);
            GivenValues.add(parameters, "worlds", worlds);
            GivenValues.add(parameters, "percent", percent);
            GivenValues.add(parameters, "players", players);
            GivenValues.add(parameters, "pause", pause);
            return parameters;
        }

        /** Offers it to pipelines and their forms. */
        @Extension
        public static final class Description extends OperationObjectDescriptor<StageSpec> {
            /** Made by Jenkins, once. */
            public Description() {
                super(List.of(), List.of());
            }

            @Override
            public String getDisplayName() {
                return "Stage spec";
            }

            /** What can be chosen for {@code kind}. */
            @POST
            public ListBoxModel doFillKindItems(@AncestorInPath Item item, @QueryParameter String kind) {
                return FormChecks.choices(item, kind, "smoke", "staff", "players", "worlds");
            }

            /** Whether {@code pause} can be so. */
            @POST
            public FormValidation doCheckPause(@AncestorInPath Item item, @QueryParameter String value) {
                return FormChecks.duration(item, value, false);
            }
        }
    }
}
