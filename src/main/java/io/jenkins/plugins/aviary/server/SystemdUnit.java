package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The systemd unit that runs a world's server. */
final class SystemdUnit {
    private static final Pattern SPAN = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s|min|h|d|w|month|y)");
    private static final Map<String, Double> SECONDS = Map.of(
            "us",
            1e-6,
            "ms",
            1e-3,
            "s",
            1.0,
            "min",
            60.0,
            "h",
            3600.0,
            "d",
            86_400.0,
            "w",
            604_800.0,
            "month",
            2_630_016.0,
            "y",
            31_557_600.0);

    private final GameHost host;
    private final String name;

    SystemdUnit(GameHost host, String name) {
        this.host = host;
        this.name = name;
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** Begins to stop it; systemd sends SIGTERM and does not start it again. */
    void stop() throws InterruptedException {
        tell("stop");
    }

    /** Starts it. */
    void start() throws InterruptedException {
        tell("start");
    }

    /**
     * How systemd stops a unit.
     *
     * @param killsAfter how long it waits before it kills the server while that may still save; empty for ever
     * @param signal the number of the signal that it stops it by
     */
    record StopRule(Optional<Duration> killsAfter, String signal) {
        private static final Set<String> ORDERLY = Set.of("2", "15");

        /** Whether a server saves before it ends of that signal: SIGINT and SIGTERM alone are handled so. */
        boolean isOrderly() {
            return ORDERLY.contains(signal);
        }
    }

    /** How systemd stops it. */
    StopRule stopRule() throws InterruptedException {
        Map<String, String> shown = show();
        String text = shown.getOrDefault("TimeoutStopUSec", "");
        Optional<Duration> killsAfter =
                text.isEmpty() || text.toLowerCase(Locale.ROOT).equals("infinity")
                        ? Optional.empty()
                        : Optional.of(span(text));
        return new StopRule(killsAfter, shown.getOrDefault("KillSignal", "15"));
    }

    /** What systemd says of it, for a message. */
    String state() throws InterruptedException {
        Map<String, String> shown = show();
        return shown.getOrDefault("ActiveState", "unknown") + " (" + shown.getOrDefault("SubState", "?") + ", "
                + shown.getOrDefault("Result", "?") + ", restarted "
                + shown.getOrDefault("NRestarts", "0") + " times)";
    }

    private Map<String, String> show() throws InterruptedException {
        Map<String, String> shown = new HashMap<>();
        tell("show").output().lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                shown.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return shown;
    }

    private CommandResult tell(String verb) throws InterruptedException {
        CommandResult result = host.shell(ServerScript.SYSTEMD.text(), verb, name);
        if (!result.succeeded()) {
            throw new ServerFailure(host.name() + " did not " + verb + " the unit " + name + ": " + result.complaint()
                    + "; allow it to the user that Aviary logs in as, by polkit or sudo");
        }
        return result;
    }

    /** A time span as systemd prints it, such as {@code 1min 30s}. */
    static Duration span(String text) {
        Matcher part = SPAN.matcher(text);
        double seconds = 0;
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1)) * SECONDS.get(part.group(2));
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
