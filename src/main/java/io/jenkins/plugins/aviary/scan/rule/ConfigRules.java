package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.scan.lua.LuaScript;
import io.jenkins.plugins.aviary.scan.lua.LuaSyntaxFailure;
import io.jenkins.plugins.aviary.scan.lua.LuaToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for config.lua and its templates: secrets that stand in it, and doors that are left open. */
final class ConfigRules implements FileRule {
    private static final Pattern NAME = Pattern.compile("config[a-z0-9_-]*\\.lua(\\.[a-z]+)?");
    private static final int MOST_PACKETS = 25;

    @Override
    public boolean wants(SourceFile file) {
        return NAME.matcher(file.name()).matches();
    }

    @Override
    public void check(SourceFile file, Hits hits) throws IOException {
        if (file.size() > LuaRules.LARGEST) {
            return;
        }
        try {
            new Settings(new LuaScript(file.text()), file, hits).check();
        } catch (LuaSyntaxFailure e) {
            hits.add(CanaryRule.UNREADABLE, file.path(), e.line(), 0, "It is no Lua: " + e.getMessage() + ".");
        }
    }

    private record Settings(LuaScript script, SourceFile file, Hits hits) {
        void check() {
            boolean template = !file.name().endsWith(".lua");
            secret("mysqlPass", template ? CanaryRule.DEFAULT_PASSWORD : CanaryRule.DATABASE_PASSWORD);
            secret("discordWebhookURL", CanaryRule.WEBHOOK);
            is("bindOnlyGlobalAddress", "false", CanaryRule.EVERY_ADDRESS);
            is("allowReload", "true", CanaryRule.RELOAD_ALLOWED);
            is("allowOldProtocol", "true", CanaryRule.OLD_PROTOCOL);
            is("warnUnsafeScripts", "false", CanaryRule.UNSAFE_SCRIPTS);
            packets();
            databaseUser();
            metrics();
        }

        private void secret(String key, CanaryRule rule) {
            literals(key).stream()
                    .filter(token -> !token.text().isBlank())
                    .findFirst()
                    .ifPresent(token -> hit(rule, token, key + " stands in the file."));
        }

        private void is(String key, String bad, CanaryRule rule) {
            value(key).filter(token -> token.is(bad)).ifPresent(token -> hit(rule, token, key + " is " + bad + "."));
        }

        private void packets() {
            value("maxPacketsPerSecond")
                    .filter(token ->
                            token.is(LuaToken.Kind.NUMBER) && !token.text().matches("0*([0-9]|1[0-9]|2[0-5])"))
                    .ifPresent(token -> hit(
                            CanaryRule.MANY_PACKETS,
                            token,
                            "maxPacketsPerSecond is " + token.text() + ", more than " + MOST_PACKETS + "."));
        }

        private void databaseUser() {
            literals("mysqlUser").stream()
                    .filter(token -> token.text().equals("root"))
                    .findFirst()
                    .ifPresent(token -> hit(CanaryRule.DATABASE_ROOT, token, "mysqlUser is root."));
        }

        private void metrics() {
            boolean off = value("metricsEnablePrometheus")
                    .filter(token -> token.is("false"))
                    .isPresent();
            literals("metricsPrometheusAddress").stream()
                    .filter(token -> token.text().matches("(0\\.0\\.0\\.0|\\[::\\]|\\*)?(:[0-9]+)?"))
                    .filter(token -> !off && !token.text().isEmpty())
                    .findFirst()
                    .ifPresent(token ->
                            hit(CanaryRule.OPEN_METRICS, token, "metricsPrometheusAddress is " + token.text() + "."));
        }

        private void hit(CanaryRule rule, LuaToken token, String message) {
            hits.add(rule, file.path(), token.line(), token.column(), message);
        }

        /** The first word of what is assigned last. */
        private Optional<LuaToken> value(String key) {
            List<LuaScript.Span> assigned = script.assigned(key);
            return assigned.isEmpty() || assigned.get(assigned.size() - 1).from() >= script.size()
                    ? Optional.empty()
                    : Optional.of(script.get(assigned.get(assigned.size() - 1).from()));
        }

        /** The texts in what is assigned, but for the names of environment variables. */
        private List<LuaToken> literals(String key) {
            List<LuaToken> texts = new ArrayList<>();
            for (LuaScript.Span span : script.assigned(key)) {
                for (int i = span.from(); i < span.to(); i++) {
                    if (script.is(i, "getenv") && script.is(i + 1, "(")) {
                        i = Math.min(script.close(i + 1), span.to());
                    } else if (script.is(i, LuaToken.Kind.TEXT)) {
                        texts.add(script.get(i));
                    }
                }
            }
            return texts;
        }
    }
}
