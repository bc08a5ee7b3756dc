package io.jenkins.plugins.aviary.notice;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Secrets;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;

/** Sends a notice as a plain-text e-mail, over TLS unless the server is on a private address that was allowed. */
final class EmailChannel {
    private static final String TIMEOUT_MILLIS = "20000";
    private static final int IMPLICIT_TLS = 465;
    private static final int SUBJECT = 200;

    private final Secrets secrets;
    private final boolean plainAllowed;

    /**
     * A channel.
     *
     * @param plainAllowed whether a server without TLS will do
     */
    EmailChannel(Secrets secrets, boolean plainAllowed) {
        this.secrets = secrets;
        this.plainAllowed = plainAllowed;
    }

    void send(Channel channel, Notice notice, Instant now) {
        Properties properties = new Properties();
        boolean implicit = channel.port() == IMPLICIT_TLS;
        properties.put("mail.smtp.host", channel.server());
        properties.put("mail.smtp.port", String.valueOf(channel.port()));
        properties.put("mail.smtp.ssl.enable", String.valueOf(implicit));
        properties.put("mail.smtp.starttls.enable", String.valueOf(!implicit));
        properties.put("mail.smtp.starttls.required", String.valueOf(!implicit && !plainAllowed));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.auth", String.valueOf(!channel.credentials().isEmpty()));
        Session session = Session.getInstance(properties);
        try {
            MimeMessage message = new MimeMessage(session);
            message.setFrom(new InternetAddress(channel.from(), true));
            for (String to : channel.to()) {
                message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
            }
            message.setSubject(Notice.cut(oneLine(notice.signedTitle()), SUBJECT), StandardCharsets.UTF_8.name());
            message.setText(body(notice), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(now));
            message.setHeader("Auto-Submitted", "auto-generated");
            try (Transport transport = session.getTransport("smtp")) {
                if (channel.credentials().isEmpty()) {
                    transport.connect();
                } else {
                    transport.connect(
                            secrets.username(channel.credentials()),
                            secrets.text(channel.credentials()).reveal());
                }
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw new OperationFailure(
                    "the mail server " + channel.server() + ":" + channel.port() + " did not take it ("
                            + e.getClass().getSimpleName() + ": " + oneLine(String.valueOf(e.getMessage())) + ")",
                    e);
        }
    }

    private static String body(Notice notice) {
        StringBuilder text = new StringBuilder(notice.text()).append('\n');
        if (!notice.fields().isEmpty()) {
            text.append('\n');
            notice.fields()
                    .forEach((name, value) -> text.append(oneLine(name))
                            .append(": ")
                            .append(oneLine(value))
                            .append('\n'));
        }
        if (!notice.link().isEmpty()) {
            text.append('\n').append(notice.link()).append('\n');
        }
        return text.toString();
    }

    /** A line break in a header would begin another header. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
