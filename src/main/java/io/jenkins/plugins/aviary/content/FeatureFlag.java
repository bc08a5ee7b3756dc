package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.server.ConfigLua;
import io.jenkins.plugins.aviary.server.Pause;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Gives a key of {@code config.lua} another value on running servers, reads it back, and undoes it if that fails. */
@Step(
        name = "featureFlag",
        summary =
                "Gives a key of config.lua another value on running servers, reads it back, and undoes it if that fails.")
public record FeatureFlag(
        @Parameter(value = "The environment of aviary.yml", required = true)
        String environment,

        @Parameter("The worlds to choose from, in this order; all of the environment if none is given")
        List<String> worlds,

        @Parameter(value = "The key of config.lua", required = true)
        String flag,

        @Parameter(value = "The value: true or false, a number, or a text, as the key has one now", required = true)
        String value,

        @Parameter(
                value =
                        "How many of the worlds get it, in percent from 1 to 100, rounded up; those that had it at a lower percentage are always among them",
                defaultsTo = "100")
        int percent,

        @Parameter(value = "How long a server may take to show it", defaultsTo = "30s")
        Duration within,

        @Parameter("Why, for the history") String reason)
        implements Operation<FeatureFlag.Result> {
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(?:pass|secret|token|webhook|apikey|privatekey).*");
    private static final int LONGEST = 1000;

    /**
     * What came of it.
     *
     * @param state {@code changed}, {@code unchanged}, {@code reverted} or {@code failed}
     * @param flag the key
     * @param value its value where it was set
     * @param worlds each world that was chosen
     */
    public record Result(String state, String flag, String value, List<WorldFlag> worlds) {
        /** Copies the list. */
        public Result {
            worlds = List.copyOf(worlds);
        }
    }

    /**
     * The flag on one world.
     *
     * @param world its name
     * @param state {@code changed}, {@code unchanged} (it had the value), {@code reverted}, {@code failed} or
     *     {@code untouched}
     * @param from the value before
     * @param to the value now
     * @param seen {@code status} if the server shows the value itself, {@code log} if only its log tells that it read it
     * @param reason what went wrong, or empty
     */
    public record WorldFlag(String world, String state, String from, String to, String seen, String reason) {}

    /** Refuses keys that a reload does not change, keys with secrets, and values that no line of Lua should have. */
    public FeatureFlag {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        reason = reason == null ? "" : reason.strip();
        if (flag == null || !KEY.matcher(flag).matches()) {
            throw new InvalidParameter("flag is a key of config.lua, such as rateExp, not '" + flag + "'");
        }
        if (ConfigLua.isStartupOnly(flag)) {
            throw new InvalidParameter("'" + flag + "' takes effect only when a server starts, so a flag cannot change"
                    + " it; put it under settings of the worlds in aviary.yml and deliver a release");
        }
        if (SECRET.matcher(flag).matches()) {
            throw new InvalidParameter("'" + flag + "' holds a secret, and flags are kept in the history; let"
                    + " config.lua take it from the environment: os.getenv(\"NAME\")");
        }
        if (value != null && (value.length() > LONGEST || value.matches("(?s).*\\p{Cntrl}.*"))) {
            throw new InvalidParameter("value has at most " + LONGEST + " characters and no control characters");
        }
        if (percent < 1 || percent > 100) {
            throw new InvalidParameter("percent is from 1 to 100, not " + percent);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        List<World> chosen = config.worlds(environment, worlds);
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log())) {
            return new FeatureFlagRun(this, config.server(), context, world -> hosts.host(world.host()), Pause.SLEEP)
                    .run(chosen);
        }
    }
}
