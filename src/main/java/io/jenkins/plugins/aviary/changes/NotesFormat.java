package io.jenkins.plugins.aviary.changes;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The forms of release notes. Each escapes what commit authors and files say in its own way. */
public enum NotesFormat {
    /** Markdown, as code hosts show it. */
    MARKDOWN {
        @Override
        String render(Notes notes) {
            StringBuilder text =
                    new StringBuilder("## ").append(markdown(notes.version())).append('\n');
            for (Map.Entry<String, List<String>> section : notes.sections().entrySet()) {
                text.append("\n### ").append(section.getKey()).append("\n\n");
                section.getValue()
                        .forEach(
                                line -> text.append("- ").append(markdown(line)).append('\n'));
            }
            return text.toString();
        }
    },
    /** A piece of HTML without any attribute. */
    HTML {
        @Override
        String render(Notes notes) {
            StringBuilder text =
                    new StringBuilder("<h2>").append(html(notes.version())).append("</h2>\n");
            for (Map.Entry<String, List<String>> section : notes.sections().entrySet()) {
                text.append("<h3>").append(html(section.getKey())).append("</h3>\n<ul>\n");
                section.getValue()
                        .forEach(line -> text.append("<li>").append(html(line)).append("</li>\n"));
                text.append("</ul>\n");
            }
            return text.toString();
        }
    },
    /** Text for a Discord message, within its 2000 characters. */
    DISCORD {
        @Override
        String render(Notes notes) {
            StringBuilder text =
                    new StringBuilder("**").append(discord(notes.version())).append("**");
            for (Map.Entry<String, List<String>> section : notes.sections().entrySet()) {
                append(text, "\n\n__" + section.getKey() + "__");
                section.getValue().forEach(line -> append(text, "\n\u2022 " + discord(line)));
            }
            return text.toString();
        }
    },
    /** JSON for programs. */
    JSON {
        @Override
        String render(Notes notes) {
            return notes.json().toPrettyString();
        }
    };

    private static final Pattern MARKDOWN_POWER = Pattern.compile("([\\\\`*_{}\\[\\]()#+!|~>-])");
    private static final Pattern DISCORD_POWER = Pattern.compile("([\\\\*_~`|>#\\[\\]()<-])");
    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|www)(:|\\.)");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+");
    private static final int DISCORD_MOST = 2000;
    private static final String MORE = "\n\u2026";

    abstract String render(Notes notes);

    private static void append(StringBuilder text, String line) {
        if (text.length() + line.length() + MORE.length() <= DISCORD_MOST) {
            text.append(line);
        } else if (text.indexOf(MORE) < 0) {
            text.append(MORE);
        }
    }

    /** Takes the power from Markdown and the HTML inside it: what a commit says is text and nothing else. */
    static String markdown(String text) {
        String inert = MARKDOWN_POWER
                .matcher(oneLine(text))
                .replaceAll("\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;");
        return ADDRESS.matcher(inert).replaceAll("$1&#8203;$2");
    }

    static String html(String text) {
        return oneLine(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String discord(String text) {
        return DISCORD_POWER.matcher(oneLine(text)).replaceAll("\\\\$1").replace("@", "@\u200b");
    }

    private static String oneLine(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ");
    }
}
