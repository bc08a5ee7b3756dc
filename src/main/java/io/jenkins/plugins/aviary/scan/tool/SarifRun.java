package io.jenkins.plugins.aviary.scan.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one run of a SARIF file. The tool's rules may come before or after its results, so severities are settled at the
 * end. Used by one thread, for one run.
 */
final class SarifRun {
    private static final int MOST_RESULTS = 300_000;
    private static final int LONGEST = 500;

    private final Path file;
    private final Path workspace;
    private final Places places;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Rule> rulesById = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> bases = new HashMap<>();
    private final List<Result> results = new ArrayList<>();
    private String tool = "";
    private String version = "";
    private boolean analysed;
    private boolean failed;
    private int accepted;

    /** What a tool says of one of its rules. */
    private static final class Rule {
        private String id = "";
        private String level = "warning";
        private double score = Double.NaN;
    }

    /** One result as it is read; base is how its path is to be understood. */
    private static final class Result {
        private String rule = "";
        private int ruleIndex = -1;
        private String level = "";
        private String kind = "fail";
        private String state = "";
        private String message = "";
        private String uri = "";
        private String base = "";
        private int line;
        private int column;
        private String hint = "";
        private boolean accepted;
    }

    /** Reads one value of an object, the parser standing on it. */
    private interface Field {
        void read(String key, JsonToken value) throws IOException;
    }

    SarifRun(Path file, Path workspace, Places places) {
        this.file = file;
        this.workspace = workspace;
        this.places = places;
    }

    ToolFindings read(JsonParser json) throws IOException {
        object(json, (key, value) -> {
            switch (key) {
                case "tool" -> tool(json);
                case "results" -> {
                    analysed = value == JsonToken.START_ARRAY;
                    array(json, value, () -> result(json));
                }
                case "invocations" -> array(json, value, () -> invocation(json));
                case "originalUriBaseIds" -> bases(json, value);
                default -> json.skipChildren();
            }
        });
        String name = tool.isEmpty() ? "an unnamed tool" : tool;
        if (failed) {
            throw new OperationFailure(
                    file + ": " + name + " says that it did not finish (executionSuccessful is false);"
                            + " see its own log and run it again.");
        }
        if (!analysed) {
            throw new OperationFailure(file + ": " + name + " gives no list of results, not even an empty one: it did"
                    + " not look at anything.");
        }
        return new ToolFindings(name, version, findings(name), accepted);
    }

    private void object(JsonParser json, Field field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            field.read(key, json.nextToken());
        }
    }

    private interface Item {
        void read() throws IOException;
    }

    private void array(JsonParser json, JsonToken value, Item item) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new IOException("it ends too early");
            }
            item.read();
        }
    }

    private void tool(JsonParser json) throws IOException {
        object(json, (key, value) -> {
            if (key.equals("driver")) {
                object(json, (driver, of) -> {
                    switch (driver) {
                        case "name" -> tool = text(json);
                        case "semanticVersion" -> version = text(json);
                        case "version" -> version = version.isEmpty() ? text(json) : version;
                        case "rules" -> array(json, of, () -> rule(json));
                        default -> json.skipChildren();
                    }
                });
            } else {
                json.skipChildren();
            }
        });
    }

    private void rule(JsonParser json) throws IOException {
        Rule rule = new Rule();
        object(json, (key, value) -> {
            switch (key) {
                case "id" -> rule.id = text(json);
                case "defaultConfiguration" ->
                    object(json, (part, of) -> {
                        if (part.equals("level")) {
                            rule.level = text(json);
                        } else {
                            json.skipChildren();
                        }
                    });
                case "properties" ->
                    object(json, (part, of) -> {
                        if (part.equals("security-severity")) {
                            rule.score = json.getValueAsDouble(Double.NaN);
                        } else {
                            json.skipChildren();
                        }
                    });
                default -> json.skipChildren();
            }
        });
        rules.add(rule);
        rulesById.putIfAbsent(rule.id, rule);
    }

    private void invocation(JsonParser json) throws IOException {
        object(json, (key, value) -> {
            failed |= key.equals("executionSuccessful") && value == JsonToken.VALUE_FALSE;
            json.skipChildren();
        });
    }

    private void bases(JsonParser json, JsonToken value) throws IOException {
        object(
                json,
                (id, of) -> object(json, (key, uri) -> {
                    if (key.equals("uri")) {
                        bases.put(id, text(json));
                    } else {
                        json.skipChildren();
                    }
                }));
    }

    private void result(JsonParser json) throws IOException {
        Result result = new Result();
        object(json, (key, value) -> {
            switch (key) {
                case "ruleId" -> result.rule = one(text(json));
                case "ruleIndex" -> result.ruleIndex = json.getValueAsInt(-1);
                case "rule" ->
                    object(json, (part, of) -> {
                        if (part.equals("id") && result.rule.isEmpty()) {
                            result.rule = one(text(json));
                        } else if (part.equals("index")) {
                            result.ruleIndex = json.getValueAsInt(-1);
                        } else {
                            json.skipChildren();
                        }
                    });
                case "level" -> result.level = one(text(json));
                case "kind" -> result.kind = one(text(json));
                case "baselineState" -> result.state = one(text(json));
                case "message" ->
                    object(json, (part, of) -> {
                        if (part.equals("text") || part.equals("markdown") && result.message.isEmpty()) {
                            result.message = text(json);
                        } else {
                            json.skipChildren();
                        }
                    });
                case "locations" -> {
                    boolean[] first = {true};
                    array(json, value, () -> {
                        if (first[0]) {
                            location(json, result);
                            first[0] = false;
                        } else {
                            json.skipChildren();
                        }
                    });
                }
                case "partialFingerprints", "fingerprints" ->
                    object(json, (part, of) -> {
                        if (result.hint.isEmpty()) {
                            result.hint = part + "=" + text(json);
                        } else {
                            json.skipChildren();
                        }
                    });
                case "suppressions" -> array(json, value, () -> suppression(json, result));
                default -> json.skipChildren();
            }
        });
        keep(result);
    }

    private void keep(Result result) {
        if (result.state.equals("absent")
                || !result.kind.equals("fail") && !result.kind.equals("open") && !result.kind.equals("review")) {
            return;
        }
        if (result.accepted) {
            accepted++;
            return;
        }
        if (results.size() >= MOST_RESULTS) {
            throw new OperationFailure(file + " has more than " + MOST_RESULTS
                    + " results; narrow what the scanner looks at, nobody can act on that many.");
        }
        results.add(result);
    }

    private void location(JsonParser json, Result result) throws IOException {
        object(json, (key, value) -> {
            if (!key.equals("physicalLocation")) {
                json.skipChildren();
                return;
            }
            object(json, (part, of) -> {
                if (part.equals("artifactLocation")) {
                    object(json, (artifact, is) -> {
                        if (artifact.equals("uri")) {
                            result.uri = one(text(json));
                        } else if (artifact.equals("uriBaseId")) {
                            result.base = one(text(json));
                        } else {
                            json.skipChildren();
                        }
                    });
                } else if (part.equals("region")) {
                    object(json, (region, is) -> {
                        if (region.equals("startLine")) {
                            result.line = json.getValueAsInt(0);
                        } else if (region.equals("startColumn")) {
                            result.column = json.getValueAsInt(0);
                        } else {
                            json.skipChildren();
                        }
                    });
                } else {
                    json.skipChildren();
                }
            });
        });
    }

    /** A suppression counts unless it is under review or was rejected. */
    private void suppression(JsonParser json, Result result) throws IOException {
        String[] status = {"accepted"};
        object(json, (key, value) -> {
            if (key.equals("status")) {
                status[0] = text(json);
            } else {
                json.skipChildren();
            }
        });
        result.accepted |= status[0].equals("accepted");
    }

    private static String text(JsonParser json) throws IOException {
        String text = json.getValueAsString("");
        if (!json.currentToken().isScalarValue()) {
            json.skipChildren();
            return "";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** The same object for equal texts: rules and paths come again and again. */
    private String one(String text) {
        String known = names.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private List<Finding> findings(String name) {
        List<Finding> findings = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            results.set(i, null);
            Rule rule = result.ruleIndex >= 0 && result.ruleIndex < rules.size()
                    ? rules.get(result.ruleIndex)
                    : rulesById.getOrDefault(parent(result.rule), new Rule());
            String id = result.rule.isEmpty() ? rule.id : result.rule;
            findings.add(Finding.at(
                            name, id, severity(result, rule), path(result), result.line, result.column, result.message)
                    .hinted(result.hint));
        }
        return findings;
    }

    /** {@code CA1000/1} is a kind of {@code CA1000}. */
    private String parent(String id) {
        int slash = id.indexOf('/');
        return rulesById.containsKey(id) || slash < 0 ? id : id.substring(0, slash);
    }

    private static Severity severity(Result result, Rule rule) {
        if (!Double.isNaN(rule.score)) {
            return band(rule.score);
        }
        String level = result.level.isEmpty() ? rule.level : result.level;
        return switch (level) {
            case "error" -> Severity.HIGH;
            case "note" -> Severity.LOW;
            case "none" -> Severity.INFO;
            default -> Severity.MEDIUM;
        };
    }

    /** The bands of CVSS, in which {@code security-severity} is given. */
    private static Severity band(double score) {
        if (score >= 9) {
            return Severity.CRITICAL;
        }
        if (score >= 7) {
            return Severity.HIGH;
        }
        return score >= 4 ? Severity.MEDIUM : score > 0 ? Severity.LOW : Severity.INFO;
    }

    private String path(Result result) {
        if (result.uri.isEmpty()) {
            return "";
        }
        String base = bases.getOrDefault(result.base, "");
        return places.of(decoded(base + result.uri), workspace);
    }

    private static String decoded(String uri) {
        try {
            String path = new URI(uri).getPath();
            return path == null ? uri : path;
        } catch (URISyntaxException e) {
            // Tools write bare Windows paths and spaces too: taken as they are.
            return uri;
        }
    }
}
