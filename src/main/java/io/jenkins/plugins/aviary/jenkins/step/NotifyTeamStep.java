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

/** Tells the team on Discord, Slack, by e-mail or by a signed webhook; a dead channel fails nothing. */
public final class NotifyTeamStep extends OperationStep {
    private final String title;
    private final List<Channel> channels;
    private String message;
    private String mood = "neutral";
    private String link;
    private Map<String, String> fields;
    private boolean allowPrivateAddresses;

    /** With what must be given. */
    @DataBoundConstructor
    public NotifyTeamStep(String title, List<Channel> channels) {
        this.title = GivenValues.text(title);
        this.channels = channels;
    }

    /** The headline; {{name}} stands for a field's value. */
    public String getTitle() {
        return title;
    }

    /** The message; {{name}} stands for a field's value. */
    public String getMessage() {
        return message;
    }

    /** The message; {{name}} stands for a field's value. */
    @DataBoundSetter
    public void setMessage(String message) {
        this.message = GivenValues.text(message);
    }

    /** Where it goes. */
    public List<Channel> getChannels() {
        return channels;
    }

    /** Whether it is good news or bad. Default: neutral. */
    public String getMood() {
        return mood;
    }

    /** Whether it is good news or bad. Default: neutral. */
    @DataBoundSetter
    public void setMood(String mood) {
        this.mood = GivenValues.text(mood, "neutral");
    }

    /** Where to read more, beginning with https:// or http://. */
    public String getLink() {
        return link;
    }

    /** Where to read more, beginning with https:// or http://. */
    @DataBoundSetter
    public void setLink(String link) {
        this.link = GivenValues.text(link);
    }

    /** Facts by name, shown below the message. */
    public Map<String, String> getFields() {
        return fields;
    }

    /** Facts by name, shown below the message. */
    @DataBoundSetter
    public void setFields(Map<String, String> fields) {
        this.fields = GivenValues.map(fields);
    }

    /** Whether channels on loopback and private addresses are allowed. */
    public boolean isAllowPrivateAddresses() {
        return allowPrivateAddresses;
    }

    /** Whether channels on loopback and private addresses are allowed. */
    @DataBoundSetter
    public void setAllowPrivateAddresses(boolean allowPrivateAddresses) {
        this.allowPrivateAddresses = allowPrivateAddresses;
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "title", title);
        GivenValues.add(parameters, "message", message);
        GivenValues.add(parameters, "channels", GivenValues.objects(channels));
        GivenValues.add(parameters, "mood", mood);
        GivenValues.add(parameters, "link", link);
        GivenValues.add(parameters, "fields", fields);
        GivenValues.add(parameters, "allowPrivateAddresses", allowPrivateAddresses);
        return parameters;
    }

    @Override
    void setMap(String name, Map<String, String> values) {
        switch (name) {
            case "fields" -> setFields(values);
            default -> super.setMap(name, values);
        }
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("notifyTeam", List.of(), List.of("fields"));
        }

        @Override
        public String getDisplayName() {
            return Messages.NotifyTeamStep_displayName();
        }

        /** Whether {@code title} can be so. */
        @POST
        public FormValidation doCheckTitle(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** What can be chosen for {@code mood}. */
        @POST
        public ListBoxModel doFillMoodItems(@AncestorInPath Item item, @QueryParameter String mood) {
            return FormChecks.choices(item, mood, "good", "neutral", "warning", "bad");
        }
    }

    /** Channel. */
    public static final class Channel extends OperationObject<Channel> {
        private final String kind;
        private String credentials;
        private String url;
        private String server;
        private int port;
        private String from;
        private List<String> to;

        /** With what must be given. */
        @DataBoundConstructor
        public Channel(String kind) {
            this.kind = GivenValues.text(kind);
        }

        /** What it is: discord, slack, webhook or email. */
        public String getKind() {
            return kind;
        }

        /** The id of the credential: the webhook's URL for discord and slack, the signing key for webhook, the password of the mail server for email. */
        public String getCredentials() {
            return credentials;
        }

        /** The id of the credential: the webhook's URL for discord and slack, the signing key for webhook, the password of the mail server for email. */
        @DataBoundSetter
        public void setCredentials(String credentials) {
            this.credentials = GivenValues.text(credentials);
        }

        /** The address of a webhook, beginning with https://. */
        public String getUrl() {
            return url;
        }

        /** The address of a webhook, beginning with https://. */
        @DataBoundSetter
        public void setUrl(String url) {
            this.url = GivenValues.text(url);
        }

        /** The mail server for email. */
        public String getServer() {
            return server;
        }

        /** The mail server for email. */
        @DataBoundSetter
        public void setServer(String server) {
            this.server = GivenValues.text(server);
        }

        /** The mail server's port; 587 if not given. */
        public int getPort() {
            return port;
        }

        /** The mail server's port; 587 if not given. */
        @DataBoundSetter
        public void setPort(int port) {
            this.port = port;
        }

        /** Who the e-mail is from. */
        public String getFrom() {
            return from;
        }

        /** Who the e-mail is from. */
        @DataBoundSetter
        public void setFrom(String from) {
            this.from = GivenValues.text(from);
        }

        /** Who the e-mail is for. */
        public List<String> getTo() {
            return to;
        }

        /** Who the e-mail is for. */
        @DataBoundSetter
        public void setTo(List<String> to) {
            this.to = GivenValues.list(to);
        }

        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            GivenValues.add(parameters, "kind", kind);
            GivenValues.add(parameters, "credentials", credentials);
            GivenValues.add(parameters, "url", url);
            GivenValues.add(parameters, "server", server);
            GivenValues.add(parameters, "port", port);
            GivenValues.add(parameters, "from", from);
            GivenValues.add(parameters, "to", to);
            return parameters;
        }

        /** Offers it to pipelines and their forms. */
        @Extension
        public static final class Description extends OperationObjectDescriptor<Channel> {
            /** Made by Jenkins, once. */
            public Description() {
                super(List.of("to"), List.of());
            }

            @Override
            public String getDisplayName() {
                return "Channel";
            }

            /** What can be chosen for {@code kind}. */
            @POST
            public ListBoxModel doFillKindItems(@AncestorInPath Item item, @QueryParameter String kind) {
                return FormChecks.choices(item, kind, "discord", "slack", "webhook", "email");
            }

            /** What can be chosen for {@code credentials}. */
            @POST
            public ListBoxModel doFillCredentialsItems(@AncestorInPath Item item, @QueryParameter String credentials) {
                return FormChecks.credentials(item, credentials);
            }
        }
    }
}
