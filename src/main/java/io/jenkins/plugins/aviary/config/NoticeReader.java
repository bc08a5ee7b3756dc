package io.jenkins.plugins.aviary.config;

import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.NoticeChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads who is told that an approval is waited for. */
final class NoticeReader {
    private static final Pattern MAILBOX = Pattern.compile("[^\\s\\p{Cntrl}<>,;\"]+@[^\\s\\p{Cntrl}<>,;\"@]+");
    private static final String AN_ADDRESS = "an address such as ops@example.org";
    private static final int SUBMISSION = 587;

    private NoticeReader() {}

    static ApprovalNotices notices(Section section) {
        List<NoticeChannel> channels =
                new ArrayList<>(section.each("channels", NoticeReader::channel).values());
        Map<String, String> persons = section.textMap("persons");
        persons.forEach((person, address) -> {
            if (!MAILBOX.matcher(address).matches()) {
                section.problem("persons", "expected " + AN_ADDRESS + " for " + person + ", found '" + address + "'");
            }
        });
        ApprovalNotices notices = new ApprovalNotices(
                channels,
                persons,
                section.duration("beforeExpiry", ApprovalNotices.NONE.beforeExpiry()),
                section.flag("allowPrivateAddresses", false));
        if (!persons.isEmpty() && notices.mail().isEmpty()) {
            section.problem("persons", "needs a channel with 'kind: email' that the links are sent through");
        }
        section.end();
        return notices;
    }

    private static NoticeChannel channel(String name, Section section) {
        section.required("kind", "discord, slack, webhook or email");
        NoticeChannel channel = new NoticeChannel(
                name,
                section.choice("kind", NoticeChannel.Kind.DISCORD, NoticeChannel.Kind.class),
                section.text("credentials", ""),
                section.text("url", ""),
                section.text("server", ""),
                section.integer("port", SUBMISSION, 1, 65_535),
                section.matching("from", "", MAILBOX, AN_ADDRESS),
                section.texts("to"));
        if (channel.kind() == NoticeChannel.Kind.EMAIL) {
            need(section, "server", channel.server(), "the mail server");
            need(section, "from", channel.from(), AN_ADDRESS);
        } else {
            need(section, "credentials", channel.credentials(), "the id of a credential");
        }
        if (channel.kind() == NoticeChannel.Kind.WEBHOOK) {
            need(section, "url", channel.url(), "the webhook's address");
        }
        if (!channel.to().stream().allMatch(one -> MAILBOX.matcher(one).matches())) {
            section.problem("to", "expected addresses such as ops@example.org");
        }
        return channel;
    }

    private static void need(Section section, String key, String value, String expected) {
        if (value.isEmpty()) {
            section.problem(key, "is missing; expected " + expected);
        }
    }
}
