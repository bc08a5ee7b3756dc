package io.jenkins.plugins.aviary.jenkins.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Writes the notes of a release from its commits and from what differs in migrations, data, configuration and dependencies. */
public final class ReleaseNotesStep extends OperationStep {
    private String from;
    private String to = "HEAD";
    private String version;
    private String format = "markdown";
    private String file;

    /** With what must be given. */
    @DataBoundConstructor
    public ReleaseNotesStep() {}

    /** The tag, branch or commit to compare with; the nearest version tag before if not given. */
    public String getFrom() {
        return from;
    }

    /** The tag, branch or commit to compare with; the nearest version tag before if not given. */
    @DataBoundSetter
    public void setFrom(String from) {
        this.from = GivenValues.text(from);
    }

    /** The tag, branch or commit of the release. Default: HEAD. */
    public String getTo() {
        return to;
    }

    /** The tag, branch or commit of the release. Default: HEAD. */
    @DataBoundSetter
    public void setTo(String to) {
        this.to = GivenValues.text(to, "HEAD");
    }

    /** The version of the release; raised from the last one by what changed if not given. */
    public String getVersion() {
        return version;
    }

    /** The version of the release; raised from the last one by what changed if not given. */
    @DataBoundSetter
    public void setVersion(String version) {
        this.version = GivenValues.text(version);
    }

    /** The form: markdown, html, discord or json. Default: markdown. */
    public String getFormat() {
        return format;
    }

    /** The form: markdown, html, discord or json. Default: markdown. */
    @DataBoundSetter
    public void setFormat(String format) {
        this.format = GivenValues.text(format, "markdown");
    }

    /** The file to write, relative to the workspace; none if not given. */
    public String getFile() {
        return file;
    }

    /** The file to write, relative to the workspace; none if not given. */
    @DataBoundSetter
    public void setFile(String file) {
        this.file = GivenValues.text(file);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "from", from);
        GivenValues.add(parameters, "to", to);
        GivenValues.add(parameters, "version", version);
        GivenValues.add(parameters, "format", format);
        GivenValues.add(parameters, "file", file);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("releaseNotes", List.of(), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.ReleaseNotesStep_displayName();
        }

        /** What can be chosen for {@code format}. */
        @POST
        public ListBoxModel doFillFormatItems(@AncestorInPath Item item, @QueryParameter String format) {
            return FormChecks.choices(item, format, "markdown", "html", "discord", "json");
        }
    }
}
