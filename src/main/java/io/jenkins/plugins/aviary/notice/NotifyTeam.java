package io.jenkins.plugins.aviary.notice;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells the team on the channels it reads. A channel that is dead is a warning and never fails a delivery. */
@Step(
        name = "notifyTeam",
        summary = "Tells the team on Discord, Slack, by e-mail or by a signed webhook; a dead channel fails nothing.")
public record NotifyTeam(
        @Parameter(value = "The headline; {{name}} stands for a field's value", required = true)
        String title,

        @Parameter("The message; {{name}} stands for a field's value")
        String message,

        @Parameter(value = "Where it goes", required = true) List<Channel> channels,

        @Parameter(value = "Whether it is good news or bad", defaultsTo = "neutral")
        Mood mood,

        @Parameter("Where to read more, beginning with https:// or http://")
        String link,

        @Parameter("Facts by name, shown below the message") Map<String, String> fields,

        @Parameter("Whether channels on loopback and private addresses are allowed")
        boolean allowPrivateAddresses)
        implements Operation<NotifyTeam.Result> {
    private static final int MOST_CHANNELS = 20;

    /**
     * What came of it.
     *
     * @param delivered the channels that took it
     * @param failed why the others did not, by channel
     */
    public record Result(List<String> delivered, Map<String, String> failed) {
        /** Copies the lists. */
        public Result {
            delivered = List.copyOf(delivered);
            failed = Map.copyOf(failed);
        }
    }

    /** Refuses a notice without a headline or a channel, and links that are none. */
    public NotifyTeam {
        message = Objects.requireNonNullElse(message, "");
        link = Objects.requireNonNullElse(link, "");
        fields = fields == null ? Map.of() : new LinkedHashMap<>(fields);
        mood = Objects.requireNonNullElse(mood, Mood.NEUTRAL);
        channels = channels == null ? List.of() : List.copyOf(channels);
        if (title == null || title.isBlank()) {
            throw new InvalidParameter("title is missing; write the headline of the notice");
        }
        if (channels.isEmpty() || channels.size() > MOST_CHANNELS) {
            throw new InvalidParameter("channels has 1 to " + MOST_CHANNELS + " channels, not " + channels.size());
        }
        if (!link.isEmpty() && !link.matches("https?://[^\\s\\p{Cntrl}<>\"|]{1,2000}")) {
            throw new InvalidParameter("link is no http or https address: '" + link + "'");
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        Notice notice = new Notice(filled("title", title), filled("message", message), mood, link, fields);
        Result result = new Delivery(
                        context,
                        new AddressPolicy(allowPrivateAddresses),
                        new HttpChannel(BackOff.USUAL, time -> Thread.sleep(time.toMillis())))
                .send(notice, channels);
        return Outcome.done(
                "told " + result.delivered().size() + " of " + channels.size() + " channels"
                        + (result.failed().isEmpty()
                                ? ""
                                : "; not: " + String.join(", ", result.failed().keySet())),
                result);
    }

    /** Fills a template. It is logic-less and values are not templates: a field cannot run or reveal anything. */
    private String filled(String parameter, String template) {
        Map<String, Object> values = new HashMap<>(fields);
        try {
            return Mustache.compiler()
                    .escapeHTML(false)
                    .defaultValue("")
                    .compile(template)
                    .execute(values);
        } catch (MustacheException e) {
            throw new InvalidParameter(parameter + " is no template: " + e.getMessage(), e);
        }
    }
}
