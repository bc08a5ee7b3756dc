package io.jenkins.plugins.aviary.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a commit message as Conventional Commits 1.0 (conventionalcommits.org), and as people really write them: several
 * typed lines in the body of a squashed commit each count as a change, and every {@code BREAKING CHANGE} footer is kept. A
 * message of another form is one change of no known kind; nothing is dropped.
 */
record CommitMessage(String commit, List<Entry> entries, Optional<String> reverts) {
    private static final Pattern TYPED =
            Pattern.compile("(?:[*+-]\\s+)?([A-Za-z]{2,12})\\s?(?:\\(([^()\\n]{1,80})\\))?(!)?\\s?:\\s+(\\S[^\\n]*)");
    private static final Pattern FOOTER = Pattern.compile("(BREAKING[ -]CHANGE|[A-Za-z][A-Za-z0-9-]*)(?:: | #)(.*)");
    private static final Pattern REVERTS = Pattern.compile("(?i)this reverts commit ([0-9a-f]{7,64})");
    private static final Pattern REVERT_SUBJECT = Pattern.compile("(?i)revert:? \"(.*)\"(?: \\(#\\d+\\))?");
    private static final int LONGEST_SUBJECT = 300;
    private static final int LONGEST_BREAKING = 1000;
    private static final int MOST_ENTRIES = 100;

    /** Copies the entries. */
    CommitMessage {
        entries = List.copyOf(entries);
    }

    /** Reads the message of a commit. */
    static CommitMessage parse(String commit, String message) {
        List<String> lines = message.lines().map(String::stripTrailing).toList();
        String subject = lines.isEmpty() ? "" : lines.get(0).strip();
        List<String> body = lines.size() > 1 ? lines.subList(1, lines.size()) : List.of();
        List<String> breaking = breaking(body);
        Matcher revert = REVERTS.matcher(message);
        Optional<String> reverts = revert.find() ? Optional.of(revert.group(1)) : Optional.empty();
        List<Entry> entries = new ArrayList<>();
        entries.add(first(commit, subject, breaking));
        for (String line : body) {
            if (entries.size() < MOST_ENTRIES) {
                squashed(commit, line)
                        .filter(entry ->
                                entries.stream().noneMatch(one -> one.subject().equals(entry.subject())))
                        .ifPresent(entries::add);
            }
        }
        for (int i = 1; i < breaking.size(); i++) {
            Entry head = entries.get(0);
            entries.add(new Entry(head.kind(), head.scope(), head.subject(), breaking.get(i), commit));
        }
        return new CommitMessage(commit, entries, reverts);
    }

    private static Entry first(String commit, String subject, List<String> breaking) {
        String broken = breaking.isEmpty() ? "" : breaking.get(0);
        if (REVERT_SUBJECT.matcher(subject).matches()) {
            return new Entry(Entry.Kind.REVERT, "", cut(subject, LONGEST_SUBJECT), broken, commit);
        }
        return typed(commit, subject, broken)
                .orElseGet(() -> new Entry(Entry.Kind.OTHER, "", cut(subject, LONGEST_SUBJECT), broken, commit));
    }

    private static Optional<Entry> typed(String commit, String line, String broken) {
        Matcher typed = TYPED.matcher(line);
        if (!typed.matches()) {
            return Optional.empty();
        }
        return Entry.Kind.of(typed.group(1)).map(kind -> {
            String told = cut(typed.group(4).strip(), LONGEST_SUBJECT);
            boolean marked = typed.group(3) != null;
            return new Entry(
                    kind,
                    typed.group(2) == null ? "" : typed.group(2).strip(),
                    told,
                    broken.isEmpty() && marked ? told : broken,
                    commit);
        });
    }

    private static Optional<Entry> squashed(String commit, String line) {
        return typed(commit, line.strip(), "");
    }

    /** Every footer that tells of a break, with the lines that continue it. */
    private static List<String> breaking(List<String> body) {
        List<String> all = new ArrayList<>();
        StringBuilder open = null;
        for (String line : body) {
            Matcher footer = FOOTER.matcher(line.strip());
            boolean begins = footer.matches();
            if (begins || line.isBlank()) {
                keep(all, open);
                open = null;
            }
            if (begins && footer.group(1).startsWith("BREAKING")) {
                open = new StringBuilder(footer.group(2).strip());
            } else if (open != null) {
                open.append(' ').append(line.strip());
            }
        }
        keep(all, open);
        return all;
    }

    private static void keep(List<String> all, StringBuilder open) {
        if (open != null && !open.toString().isBlank()) {
            all.add(cut(open.toString().strip(), LONGEST_BREAKING));
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "\u2026";
    }
}
