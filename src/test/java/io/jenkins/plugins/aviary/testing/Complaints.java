package io.jenkins.plugins.aviary.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a browser has against a page, one line each: errors on the console, exceptions, breaches of the Content Security
 * Policy even where it only reports, and answers from 400 on. Addresses are without their host, so that the same fault on
 * another page reads the same. Safe for use by several threads.
 */
final class Complaints {
    private static final Set<String> ERRORS = Set.of("error", "assert");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    void clear() {
        lines.clear();
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    void take(String event, JsonNode what) {
        switch (event) {
            case "Runtime.exceptionThrown" -> {
                JsonNode details = what.path("exceptionDetails");
                add("exception", details.path("exception").path("description").asText(details.toString()));
            }
            case "Runtime.consoleAPICalled" -> {
                if (ERRORS.contains(what.path("type").asText())) {
                    add("console", what.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = what.path("entry");
                // What the network refused is told with its status below.
                if (entry.path("level").asText().equals("error")
                        && !entry.path("source").asText().equals("network")) {
                    add("log", entry.path("text").asText());
                }
            }
            case "Network.responseReceived" -> {
                int status = what.path("response").path("status").asInt();
                if (status >= 400) {
                    add("HTTP " + status, what.path("response").path("url").asText());
                }
            }
            case "Audits.issueAdded" -> {
                JsonNode breach = what.path("issue").path("details").path("contentSecurityPolicyIssueDetails");
                if (!breach.isMissingNode()) {
                    JsonNode place = breach.path("sourceCodeLocation");
                    add(
                            "policy",
                            breach.path("violatedDirective").asText() + " "
                                    + breach.path("blockedURL").asText("inline") + " in "
                                    + place.path("url").asText() + ":"
                                    + place.path("lineNumber").asText());
                }
            }
            default -> {
                // Not a complaint.
            }
        }
    }

    private void add(String kind, String text) {
        lines.add(kind + ": " + text.replaceAll("https?://[^/\\s\"]+", ""));
    }
}
