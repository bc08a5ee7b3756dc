package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.FreezeCalendar;
import io.jenkins.plugins.aviary.approval.GatePolicy;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import java.time.Instant;
import java.util.List;

/**
 * When an environment gets nothing, for the next ten times.
 *
 * @param environment its name
 * @param windows the times, a line each
 */
public record FreezePreview(String environment, List<String> windows) {
    private static final int PREVIEW = 10;

    /** Copies the lines. */
    public FreezePreview {
        windows = List.copyOf(windows);
    }

    /** The previews of those environments that have freeze windows. */
    static List<FreezePreview> of(AviaryConfig config, Instant now) {
        return config.environments().values().stream()
                .map(environment -> {
                    FreezeCalendar calendar = GatePolicy.freezes(
                            environment.name(), environment.policy().freezes());
                    return new FreezePreview(
                            environment.name(),
                            calendar.next(now, PREVIEW).stream()
                                    .map(window -> window.start() + " – " + window.end() + "  " + window.name()
                                            + (window.contains(now) ? " (now)" : ""))
                                    .toList());
                })
                .filter(one -> !one.windows().isEmpty())
                .toList();
    }

    /** Its name, for the page. */
    public String getEnvironment() {
        return environment;
    }

    /** The times, for the page. */
    public List<String> getWindows() {
        return windows;
    }
}
