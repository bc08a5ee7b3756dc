package io.jenkins.plugins.aviary.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.model.NoticeChannel;
import io.jenkins.plugins.aviary.model.NoticeLetter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Brings letters to their channels. It may take a minute where one is busy or dead. Safe for use by several threads. */
public final class Courier {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final OperationLog log;
    private final Secrets secrets;
    private final Clock clock;

    /** A courier that tells in the log what it could not bring. */
    public Courier(OperationLog log, Secrets secrets, Clock clock) {
        this.log = log;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Brings a letter; what goes wrong on one channel keeps none of the others from it. */
    public NotifyTeam.Result deliver(NoticeLetter letter) throws InterruptedException {
        Notice notice = new Notice(
                letter.title(),
                letter.text(),
                Mood.valueOf(letter.mood().toUpperCase(Locale.ROOT)),
                letter.link(),
                letter.fields());
        List<Channel> channels =
                letter.channels().stream().map(Courier::channel).toList();
        return new Delivery(
                        log,
                        secrets,
                        clock,
                        new AddressPolicy(letter.allowPrivateAddresses()),
                        new HttpChannel(BackOff.USUAL, time -> Thread.sleep(time.toMillis())))
                .send(notice, channels);
    }

    private static Channel channel(NoticeChannel channel) {
        return new Channel(
                Channel.Kind.valueOf(channel.kind().name()),
                channel.credentials(),
                channel.url(),
                channel.server(),
                channel.port(),
                channel.from(),
                channel.to());
    }

    /**
     * The same for a caller with a class loader of its own, who shares nothing but the Java platform with this one.
     *
     * @param letter the letter as JSON
     * @param credentials the texts of credentials by id, and the user names as {@code ID.username}
     * @return the result as JSON
     */
    public static String deliver(String letter, Map<String, String> credentials) throws InterruptedException {
        try {
            NoticeLetter read = MAPPER.readValue(letter, NoticeLetter.class);
            return MAPPER.writeValueAsString(
                    new Courier(new Silence(), new Given(credentials), Clock.systemUTC()).deliver(read));
        } catch (JsonProcessingException e) {
            throw new OperationFailure("The letter is none: " + e.getOriginalMessage(), e);
        }
    }

    /** The result says what is to be told. */
    private static final class Silence implements OperationLog {
        @Override
        public void info(String line) {
            // The caller has a log of its own.
        }

        @Override
        public void warn(String line) {
            info(line);
        }

        @Override
        public void error(String line) {
            info(line);
        }

        @Override
        public void output(String line) {
            info(line);
        }
    }

    private record Given(Map<String, String> texts) implements Secrets {
        @Override
        public Secret text(String id) {
            String text = texts.get(id);
            if (text == null) {
                throw new OperationFailure("there is no credential '" + id + "' that may be used for it");
            }
            return Secret.of(text);
        }

        @Override
        public String username(String id) {
            return texts.getOrDefault(id + ".username", "");
        }
    }
}
