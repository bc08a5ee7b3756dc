package io.jenkins.plugins.aviary.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A notice as Discord's webhooks take it. Bounds are those of Discord's documentation of embeds. No text can mention
 * anybody: mentions are off, and Markdown is escaped.
 */
final class DiscordMessage {
    private static final int TITLE = 256;
    private static final int DESCRIPTION = 4096;
    private static final int FIELDS = 25;
    private static final int FIELD_NAME = 256;
    private static final int FIELD_VALUE = 1024;
    private static final int TOGETHER = 6000;

    private DiscordMessage() {}

    static ObjectNode of(Notice notice) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject("allowed_mentions").putArray("parse");
        ObjectNode embed = message.putArray("embeds").addObject();
        String title = Notice.cut(escaped(notice.signedTitle()), TITLE);
        String text = Notice.cut(escaped(notice.text()), DESCRIPTION);
        embed.put("title", title);
        embed.put("description", text);
        embed.put("color", colour(notice.mood()));
        if (!notice.link().isEmpty()) {
            embed.put("url", notice.link());
        }
        int left = TOGETHER - title.length() - text.length();
        ArrayNode fields = embed.putArray("fields");
        for (Map.Entry<String, String> fact : notice.fields().entrySet()) {
            String name = Notice.cut(escaped(fact.getKey()), FIELD_NAME);
            String value = Notice.cut(escaped(fact.getValue().isEmpty() ? "-" : fact.getValue()), FIELD_VALUE);
            left -= name.length() + value.length();
            if (fields.size() == FIELDS || left < 0) {
                break;
            }
            fields.addObject().put("name", name).put("value", value).put("inline", true);
        }
        return message;
    }

    /** Takes the power from Markdown, mentions and links. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\*_~`|>#\\[\\]()<-])", "\\\\$1").replace("@", "@\u200b");
    }

    private static int colour(Mood mood) {
        return switch (mood) {
            case GOOD -> 0x2E7D32;
            case NEUTRAL -> 0x1565C0;
            case WARNING -> 0xF9A825;
            case BAD -> 0xC62828;
        };
    }
}
