package io.jenkins.plugins.aviary.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides in a line of a log what must not leave the host: password hashes, tokens, e-mail addresses and network addresses.
 * Canary logs the stored hash of a password that does not match. Loopback addresses stay: they are nobody's.
 */
public final class LogRedaction {
    private static final Pattern WEBHOOK = Pattern.compile("(https?://[^\\s/]+/api/webhooks/)[^\\s\"']+");
    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("(?<=://)[^\\s/@:]{1,200}:[^\\s/@]{1,200}@");
    private static final Pattern SETTING = Pattern.compile(
            "(?i)\\b((?:[a-z0-9]{0,40}[_-])?(?:password|passwd|mysqlpass|secret|token|api[_-]?key|authorization|session[_-]?key))"
                    + "(\\s{0,3}[=:]\\s{0,3}(?:bearer )?)(\"[^\"]*\"|'[^']*'|[^\\s,;'\"]+)");
    private static final Pattern CRYPT = Pattern.compile("\\$(?:argon2(?:id|i|d)|2[abxy]|5|6|y)\\$[A-Za-z0-9./+=,$]+");
    private static final Pattern JWT =
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*)?");
    private static final Pattern HASH = Pattern.compile("(?<![A-Za-z0-9])[0-9a-fA-F]{32,}(?![A-Za-z0-9])");
    private static final Pattern TOKEN =
            Pattern.compile("(?<![A-Za-z0-9_/.+-])(?=[A-Za-z_+-]*[0-9])(?=[0-9_+-]*[A-Za-z])[A-Za-z0-9_+-]{40,}={0,2}");
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\\.)+[A-Za-z]{2,24}");
    private static final Pattern IPV4 = Pattern.compile(
            "(?<![0-9.])(?!127\\.|0\\.0\\.0\\.0\\b)(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![0-9]|\\.[0-9])");
    private static final Pattern IPV6 = Pattern.compile(
            "(?<![A-Za-z0-9_:])(?:(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}"
                    + "|(?=[0-9a-fA-F:]*[0-9])(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}|(?:[0-9a-fA-F]{1,4}:){2,7}:)(?![A-Za-z0-9_:])");

    private LogRedaction() {}

    /** The line with everything of that kind hidden. */
    public static String redact(String line) {
        String text = line;
        if (text.indexOf(':') >= 0 || text.indexOf('=') >= 0) {
            text = WEBHOOK.matcher(text).replaceAll("$1<token>");
            text = CREDENTIALS_IN_URL.matcher(text).replaceAll("<secret>@");
            text = SETTING.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + found.group(2)) + "<secret>");
        }
        if (text.indexOf('$') >= 0) {
            text = CRYPT.matcher(text).replaceAll("<hash>");
        }
        if (text.indexOf('@') >= 0) {
            text = EMAIL.matcher(text).replaceAll("<email>");
        }
        text = JWT.matcher(text).replaceAll("<token>");
        text = HASH.matcher(text).replaceAll("<hash>");
        text = TOKEN.matcher(text).replaceAll("<token>");
        if (text.indexOf('.') >= 0) {
            text = IPV4.matcher(text).replaceAll("<address>");
        }
        if (text.indexOf(':') >= 0) {
            text = IPV6.matcher(text).replaceAll("<address>");
        }
        return text;
    }
}
