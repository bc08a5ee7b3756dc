package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.content.FeatureFlag.Result;
import io.jenkins.plugins.aviary.content.FeatureFlag.WorldFlag;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.ConfigLua;
import io.jenkins.plugins.aviary.server.ConfigLua.Value;
import io.jenkins.plugins.aviary.server.Pause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Sets a flag on some worlds, one after the other; if one does not show it, all get their previous value back. */
final class FeatureFlagRun {
    private final FeatureFlag request;
    private final ServerConfig config;
    private final RunContext context;
    private final Function<World, GameHost> hosts;
    private final Pause pause;
    private final List<Setting> settings = new ArrayList<>();

    /** A world whose flag is set: what its file was and will be. */
    private final class Setting {
        private final HotWorld hot;
        private final LiveConfig file;
        private final byte[] before;
        private final byte[] after;
        private final String from;
        private String state = "untouched";
        private String problem = "";

        Setting(HotWorld hot) throws InterruptedException {
            this.hot = hot;
            this.file = new LiveConfig(hot, context, pause);
            this.before = file.read();
            ConfigLua now = LiveConfig.parse(before);
            Optional<Value> value = now.value(request.flag());
            value.ifPresent(old -> checkType(hot.world(), old));
            this.from = value.map(Value::text).orElse("");
            this.after = LiveConfig.bytes(now.with(Map.of(request.flag(), LiveConfig.asBytes(request.value()))));
        }

        String name() {
            return hot.world().qualifiedName();
        }

        /** Tells what is wrong with it, or nothing. */
        Optional<String> set() throws InterruptedException {
            state = "changed";
            try {
                return file.apply(after, request.within());
            } catch (OperationFailure e) {
                return Optional.of(e.getMessage());
            }
        }

        void revert() throws InterruptedException {
            try {
                Optional<String> wrong = file.apply(before, request.within());
                state = wrong.isEmpty() ? "reverted" : "failed";
                wrong.ifPresent(text -> problem = "config.lua has its previous value, but " + text);
            } catch (OperationFailure e) {
                state = "failed";
                problem = e.getMessage();
            }
        }

        WorldFlag outcome() {
            boolean set = state.equals("changed");
            boolean same = set && java.util.Arrays.equals(before, after);
            boolean visible = hot.world().ports().status() > 0
                    && !LiveConfig.shown(Set.of(request.flag())).isEmpty();
            return new WorldFlag(
                    hot.world().name(),
                    same ? "unchanged" : state,
                    from,
                    set ? request.value() : from,
                    set ? visible ? "status" : "log" : "",
                    problem);
        }

        void record(String type, String reason) {
            context.events()
                    .record(Event.of(
                            type,
                            hot.world().environment(),
                            hot.release().digest().hex(),
                            ContentEvents.payload(hot.world())
                                    .put("flag", request.flag())
                                    .put("from", from)
                                    .put("to", request.value())
                                    .put("reason", reason)));
        }
    }

    FeatureFlagRun(
            FeatureFlag request,
            ServerConfig config,
            RunContext context,
            Function<World, GameHost> hosts,
            Pause pause) {
        this.request = request;
        this.config = config;
        this.context = context;
        this.hosts = hosts;
        this.pause = pause;
    }

    Outcome<Result> run(List<World> worlds) throws InterruptedException {
        List<HotWorld> opened = new ArrayList<>();
        try {
            // All are looked at before the first is changed.
            for (World world : chosen(worlds)) {
                HotWorld hot = HotWorld.open(world, hosts.apply(world), config, context, pause, "featureFlag");
                opened.add(hot);
                settings.add(new Setting(hot));
            }
            return set();
        } finally {
            opened.forEach(HotWorld::close);
        }
    }

    /** The same worlds for the same percentage, and never fewer of them for a higher one. */
    private List<World> chosen(List<World> worlds) {
        int count = (worlds.size() * request.percent() + 99) / 100;
        Set<World> first = Set.copyOf(worlds.stream()
                .sorted(Comparator.comparing(world -> Digest.of(request.flag() + " " + world.qualifiedName())))
                .limit(count)
                .toList());
        return worlds.stream().filter(first::contains).toList();
    }

    private void checkType(World world, Value old) {
        String wanted = request.value();
        String expected = switch (old.kind()) {
            case BOOLEAN -> wanted.matches("true|false") ? "" : "true or false";
            case NUMBER -> isNumber(wanted) ? "" : "a number";
            case STRING -> "";
            case ENVIRONMENT -> "what the server's environment says, which a flag does not change";
            case EXPRESSION ->
                old.text().matches("[0-9.() */+-]+") && isNumber(wanted)
                        ? ""
                        : "worked out by Lua (" + ScriptFault.shortened(old.text())
                                + "), and a number can only take the" + " place of arithmetic";
        };
        if (!expected.isEmpty()) {
            throw new OperationFailure("'" + request.flag() + "' of " + world.qualifiedName() + " is " + expected
                    + ", so it cannot become '" + wanted + "'. Nothing was changed.");
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,15}(?:\\.[0-9]{1,15})?");
    }

    private Outcome<Result> set() throws InterruptedException {
        List<Setting> begun = new ArrayList<>();
        try {
            for (Setting setting : settings) {
                begun.add(setting);
                Optional<String> problem = setting.set();
                if (problem.isPresent()) {
                    context.log().error(setting.name() + " does not take the flag: " + problem.get());
                    setting.problem = problem.get();
                    return reverted(begun, setting);
                }
                context.log()
                        .info(setting.name() + ": " + request.flag() + " is " + request.value() + ", was "
                                + setting.from);
            }
        } catch (InterruptedException e) {
            Thread.interrupted();
            revert(begun);
            throw e;
        }
        List<WorldFlag> outcomes = settings.stream().map(Setting::outcome).toList();
        boolean changed = outcomes.stream().anyMatch(one -> one.state().equals("changed"));
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).state().equals("changed")) {
                settings.get(i).record("flag.changed", request.reason());
            }
        }
        return Outcome.done(
                request.flag() + " is " + request.value() + " on " + settings.size() + " worlds of "
                        + request.environment(),
                new Result(changed ? "changed" : "unchanged", request.flag(), request.value(), outcomes));
    }

    private Outcome<Result> reverted(List<Setting> begun, Setting bad) throws InterruptedException {
        String problem = bad.problem;
        revert(begun);
        List<String> left = begun.stream()
                .filter(setting -> setting.state.equals("failed"))
                .map(setting -> setting.name() + ": " + setting.problem)
                .toList();
        begun.forEach(setting ->
                setting.record("flag.reverted", setting.equals(bad) ? problem : "another world did not take it"));
        String reason = bad.name() + " did not take " + request.flag() + " = " + request.value() + ": " + problem;
        List<WorldFlag> outcomes = settings.stream().map(Setting::outcome).toList();
        if (left.isEmpty()) {
            return Outcome.rolledBack(
                    reason + ". The previous value is back on " + begun.size() + " worlds",
                    new Result("reverted", request.flag(), request.value(), outcomes));
        }
        return Outcome.failed(
                reason + ". And the previous value is not everywhere back: " + String.join("; ", left),
                new Result("failed", request.flag(), request.value(), outcomes));
    }

    private void revert(List<Setting> begun) throws InterruptedException {
        List<Setting> backwards = new ArrayList<>(begun);
        Collections.reverse(backwards);
        for (Setting setting : backwards) {
            setting.revert();
        }
    }
}
