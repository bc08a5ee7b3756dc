package io.jenkins.plugins.aviary.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A notice as Slack's incoming webhooks take it. Bounds are those of Slack's Block Kit reference. Text is plain or has
 * its three control characters escaped, so it can neither mention nor link.
 */
final class SlackMessage {
    private static final int HEADER = 150;
    private static final int SECTION = 3000;
    private static final int FIELDS = 10;
    private static final int FIELD = 2000;
    private static final int FALLBACK = 500;

    private SlackMessage() {}

    static ObjectNode of(Notice notice) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("text", Notice.cut(escaped(notice.signedTitle()), FALLBACK));
        ArrayNode blocks = message.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("text", Notice.cut(notice.signedTitle(), HEADER));
        if (!notice.text().isEmpty()) {
            section(blocks).put("type", "plain_text").put("text", Notice.cut(notice.text(), SECTION));
        }
        if (!notice.fields().isEmpty()) {
            ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
            for (Map.Entry<String, String> fact : notice.fields().entrySet()) {
                if (fields.size() == FIELDS) {
                    break;
                }
                fields.addObject()
                        .put("type", "plain_text")
                        .put("text", Notice.cut(fact.getKey() + ": " + fact.getValue(), FIELD));
            }
        }
        if (!notice.link().isEmpty()) {
            section(blocks).put("type", "mrkdwn").put("text", "<" + escaped(notice.link()) + "|Read more>");
        }
        return message;
    }

    private static ObjectNode section(ArrayNode blocks) {
        return blocks.addObject().put("type", "section").putObject("text");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
