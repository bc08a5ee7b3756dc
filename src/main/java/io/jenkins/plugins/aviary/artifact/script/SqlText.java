package io.jenkins.plugins.aviary.artifact.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One SQL statement, cut into words as MySQL does it: comments are left out, but what stands in comments that MySQL
 * executes ({@code /*! ... *}{@code /}) counts as code.
 *
 * @param text the statement as it is sent
 * @param tokens its words
 */
public record SqlText(String text, List<Token> tokens) {
    /** Copies the words. */
    public SqlText {
        tokens = List.copyOf(tokens);
    }

    /** What a word is. */
    public enum Kind {
        /** A keyword or a bare name. */
        WORD,
        /** A name in backquotes. */
        NAME,
        /** A text in quotes. */
        STRING,
        /** Anything else, one character each. */
        SYMBOL
    }

    /**
     * One word.
     *
     * @param kind what it is
     * @param text the word; keywords and bare names in upper case, names and texts without their quotes
     * @param raw the same as it was written
     */
    public record Token(Kind kind, String text, String raw) {
        /** A word that is written as it is. */
        public Token(Kind kind, String text) {
            this(kind, text, text);
        }

        /** Whether it is that keyword, in upper case, or symbol. */
        public boolean is(String word) {
            return kind != Kind.NAME && kind != Kind.STRING && text.equals(word);
        }
    }

    /** Cuts a statement. What is malformed becomes symbols: the server refuses it anyway. */
    public static SqlText of(String text) {
        return new SqlText(text, List.copyOf(new Lexer(text).tokens()));
    }

    /** The word at a place, or an empty symbol past the end. */
    public Token at(int place) {
        return place < tokens.size() ? tokens.get(place) : new Token(Kind.SYMBOL, "");
    }

    /** Whether the statement begins with these words. */
    public boolean begins(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!at(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a keyword stands anywhere outside names and texts. */
    public boolean has(String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    /** Whether a keyword stands outside all brackets. */
    public boolean hasOutsideBrackets(String word) {
        int depth = 0;
        for (Token token : tokens) {
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (depth == 0 && token.is(word)) {
                return true;
            }
        }
        return false;
    }

    /** The statement in one line of at most so many characters, for messages. */
    public String brief(int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }

    private static final class Lexer {
        private final String text;
        private final List<Token> found = new ArrayList<>();
        private int place;

        Lexer(String text) {
            this.text = text;
        }

        List<Token> tokens() {
            while (place < text.length()) {
                next();
            }
            return found;
        }

        private void next() {
            char c = text.charAt(place);
            if (Character.isWhitespace(c)) {
                place++;
            } else if (c == '#' || text.startsWith("--", place) && isDashComment()) {
                int end = text.indexOf('\n', place);
                place = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", place)) {
                comment();
            } else if (text.startsWith("*/", place)) {
                // The end of a comment whose content was code.
                place += 2;
            } else if (c == '\'' || c == '"') {
                found.add(new Token(Kind.STRING, quoted(c, true)));
            } else if (c == '`') {
                found.add(new Token(Kind.NAME, quoted(c, false)));
            } else if (isWord(c)) {
                int end = place;
                while (end < text.length() && isWord(text.charAt(end))) {
                    end++;
                }
                String word = text.substring(place, end);
                found.add(new Token(Kind.WORD, word.toUpperCase(Locale.ROOT), word));
                place = end;
            } else {
                found.add(new Token(Kind.SYMBOL, String.valueOf(c)));
                place++;
            }
        }

        private boolean isDashComment() {
            return place + 2 >= text.length() || Character.isWhitespace(text.charAt(place + 2));
        }

        private void comment() {
            if (text.startsWith("/*!", place) || text.startsWith("/*M!", place)) {
                place = text.indexOf('!', place) + 1;
                while (place < text.length() && Character.isDigit(text.charAt(place))) {
                    place++;
                }
            } else {
                int end = text.indexOf("*/", place + 2);
                place = end < 0 ? text.length() : end + 2;
            }
        }

        private String quoted(char quote, boolean escapes) {
            StringBuilder content = new StringBuilder();
            int i = place + 1;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else if (c == quote) {
                    break;
                } else if (c == '\\' && escapes && i + 1 < text.length()) {
                    i++;
                    c = text.charAt(i);
                }
                content.append(c);
                i++;
            }
            place = i + 1;
            return content.toString();
        }

        private static boolean isWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$';
        }
    }
}
