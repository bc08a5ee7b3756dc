package io.jenkins.plugins.aviary.config;

import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.DeployHooks;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the sections of {@code aviary.yml} into records, and checks what holds between them. */
final class ConfigReader {
    private static final int LARGEST_PORT = 65_535;
    private static final Duration LONGEST_HOOK = Duration.ofDays(1);
    private static final Pattern RELATIVE = Pattern.compile("(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\p{Cntrl}\\\\]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_-]{0,252}");
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern WORLD_PATH = Pattern.compile("(?!.*(^|/)\\.\\.(/|$))/[^\\p{Cntrl}\\\\]{1,500}");
    private static final Pattern URL = Pattern.compile("https?://[^\\s\\p{Cntrl}]+");
    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final String NO_VALUE = "a secret must not stand in this file; put it into your credentials and"
            + " give the credential's id as 'credentials'";

    private final Problems problems;
    private final Map<String, String> worldByDatabase = new HashMap<>();
    private final Map<String, String> worldByFolder = new HashMap<>();

    ConfigReader(Problems problems) {
        this.problems = problems;
    }

    AviaryConfig read(Section root) {
        if (root.integer("version", 1, 1, Integer.MAX_VALUE) != 1) {
            root.problem("version", "this Aviary reads version 1; a newer file needs a newer Aviary");
        }
        ServerConfig server = server(root.section("server"));
        BuildConfig build = build(root.section("build"));
        PackageConfig packaging = packaging(root.section("package"));
        AnalysisConfig analysis = AnalysisReader.read(root.section("analysis"));
        Map<String, HostAddress> hosts = root.each("hosts", this::host);
        Map<String, Environment> environments =
                root.each("environments", (name, section) -> environment(name, section, hosts));
        environments.values().forEach(environment -> checkOrder(root, environment, environments));
        root.end();
        return new AviaryConfig(server, build, packaging, analysis, environments);
    }

    private ServerConfig server(Section section) {
        ServerConfig server = new ServerConfig(
                section.choice("dialect", ServerConfig.Dialect.CANARY, ServerConfig.Dialect.class),
                section.matching("binary", "canary", RELATIVE, "a path inside the release"),
                section.matching("dataPack", "data-otservbr-global", RELATIVE, "a folder inside the release"),
                section.text("readyLine", ""));
        if (server.dialect() == ServerConfig.Dialect.GENERIC
                && server.readyLine().isEmpty()) {
            section.problem("readyLine", "is missing; a generic server needs a regular expression for its ready line");
        }
        if (!isPattern(server.readyLine())) {
            section.problem("readyLine", "expected a regular expression, found '" + server.readyLine() + "'");
        }
        section.end();
        return server;
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (java.util.regex.PatternSyntaxException e) {
            return false;
        }
    }

    private static BuildConfig build(Section section) {
        BuildConfig build = new BuildConfig(
                section.matching("source", ".", RELATIVE, "a folder inside the workspace"),
                section.text("preset", "linux-release"),
                section.text("testPreset", ""),
                section.texts("definitions"));
        for (String definition : build.definitions()) {
            if (!definition.matches("[A-Za-z_][A-Za-z0-9_:]*=.*")) {
                section.problem("definitions", "expected NAME=VALUE, found '" + definition + "'");
            }
        }
        section.end();
        return build;
    }

    private static PackageConfig packaging(Section section) {
        PackageConfig packaging = new PackageConfig(
                section.matching("name", "canary", CREDENTIAL, "letters, digits, dots and dashes"),
                section.texts("include"),
                section.texts("exclude"),
                section.textMap("files"),
                section.texts("executable"));
        packaging.files().keySet().stream()
                .filter(path -> !RELATIVE.matcher(path).matches())
                .forEach(path -> section.problem("files", "'" + path + "' is not a path inside the release"));
        section.end();
        return packaging;
    }

    private HostAddress host(String name, Section section) {
        section.forbid("password", NO_VALUE);
        section.forbid("privateKey", NO_VALUE);
        boolean local = section.flag("local", false);
        String address = section.matching("address", "", HOST, "a DNS name or an IP address");
        if (local != address.isEmpty()) {
            section.problem(
                    "address",
                    local
                            ? "a local host has no address"
                            : "is missing; expected a DNS name, an IP" + " address, or 'local: true'");
        }
        HostAddress host = new HostAddress(
                name,
                address,
                section.integer("port", 22, 1, LARGEST_PORT),
                section.matching("user", "", USER, "a user name"),
                section.matching("credentials", "", CREDENTIAL, "the id of a credential"),
                section.text("hostKey", ""));
        if (!local && host.user().isEmpty()) {
            section.problem("user", "is missing; expected the user to log in as");
        }
        if (!local && host.credentials().isEmpty()) {
            section.problem("credentials", "is missing; expected the id of a credential with a key or a password");
        }
        if (!local && host.hostKey().isEmpty()) {
            section.problem(
                    "hostKey",
                    "is missing; expected the host's public key (ssh-keyscan prints it; compare it with the"
                            + " host's own), 'known_hosts:FILE' or 'ca:KEY'");
        }
        return host;
    }

    private Environment environment(String name, Section section, Map<String, HostAddress> hosts) {
        DeployHooks hooks = hooks(section, DeployHooks.NONE);
        List<World> worlds = new ArrayList<>(
                section.each("worlds", (world, worldSection) -> world(name, world, worldSection, hosts, hooks))
                        .values());
        if (worlds.isEmpty()) {
            section.problem("worlds", "is missing; expected at least one world");
        }
        return new Environment(name, worlds, PolicyReader.policy(section.section("policy")));
    }

    /** A world's own hooks take the place of all of its environment's. */
    private static DeployHooks hooks(Section parent, DeployHooks otherwise) {
        if (!parent.has("hooks")) {
            return otherwise;
        }
        Section section = parent.section("hooks");
        DeployHooks hooks = new DeployHooks(
                section.commands("postDeploy"),
                section.commands("postRollback"),
                section.duration("within", DeployHooks.NONE.within()));
        if (hooks.within().toSeconds() < 1 || hooks.within().compareTo(LONGEST_HOOK) > 0) {
            section.problem("within", "expected a time from 1s to 1d, found " + Durations.text(hooks.within()));
        }
        section.end();
        return hooks;
    }

    private World world(
            String environment, String name, Section section, Map<String, HostAddress> hosts, DeployHooks hooks) {
        String hostName = section.required("host", "the name of one of the hosts");
        HostAddress host = hosts.get(hostName);
        if (host == null && !hostName.isEmpty()) {
            section.problem(
                    "host", "there is no host '" + hostName + "'" + NearestName.suggestion(hostName, hosts.keySet()));
        }
        String path = section.matching("path", "", WORLD_PATH, "an absolute path on the host");
        if (!section.has("path")) {
            section.problem("path", "is missing; expected the absolute path of the world's folder on its host");
        }
        Ports ports = ports(section.section("ports"));
        Optional<DatabaseAddress> database =
                section.has("database") ? Optional.of(database(section.section("database"))) : Optional.empty();
        String metrics = section.matching("metrics", "", URL, "an http or https URL");
        Launch launch = launch(section.section("start"));
        World world = new World(
                name,
                environment,
                host == null ? new HostAddress(hostName, "", 22, "", "", "") : host,
                path,
                ports,
                database,
                metrics.isEmpty() ? Optional.empty() : Optional.of(metrics),
                launch,
                section.textMap("settings"),
                hooks(section, hooks));
        claimFolder(section, world);
        database.ifPresent(claimed -> claimDatabase(section, world, claimed));
        return world;
    }

    /** Two servers on one database overwrite each other's players: the last save wins. */
    private void claimDatabase(Section section, World world, DatabaseAddress database) {
        String key = database.host() + ":" + database.port() + "/" + database.name();
        String other = worldByDatabase.putIfAbsent(key, world.qualifiedName());
        if (other != null) {
            section.problem(
                    "database",
                    "the database " + key + " already belongs to the world " + other
                            + "; two servers on one database overwrite each other's players");
        }
    }

    private void claimFolder(Section section, World world) {
        String key = world.host().name() + ":" + world.path();
        String other = worldByFolder.putIfAbsent(key, world.qualifiedName());
        if (other != null) {
            section.problem("path", "the folder " + key + " already belongs to the world " + other);
        }
    }

    private static Ports ports(Section section) {
        Ports ports = new Ports(
                section.integer("game", 7172, 1, LARGEST_PORT),
                section.integer("login", 7171, 0, LARGEST_PORT),
                section.integer("status", 7171, 1, LARGEST_PORT));
        section.end();
        return ports;
    }

    private static DatabaseAddress database(Section section) {
        section.forbid("password", NO_VALUE);
        DatabaseAddress database = new DatabaseAddress(
                section.matching("host", "127.0.0.1", HOST, "a DNS name or an IP address"),
                section.integer("port", 3306, 1, LARGEST_PORT),
                section.required("name", "the name of the schema"),
                section.required("user", "the database user"),
                section.matching("credentials", "", CREDENTIAL, "the id of a credential"));
        section.end();
        return database;
    }

    private static Launch launch(Section section) {
        Launch launch = new Launch(
                section.text("systemd", ""),
                section.texts("command"),
                new LinkedHashMap<>(section.textMap("environment")));
        if (!launch.systemdUnit().isEmpty() && !launch.command().isEmpty()) {
            section.problem("command", "give either 'systemd' or 'command', not both");
        }
        section.end();
        return launch;
    }

    private void checkOrder(Section root, Environment environment, Map<String, Environment> all) {
        for (String earlier : environment.policy().after()) {
            if (!all.containsKey(earlier) || earlier.equals(environment.name())) {
                problems.add(
                        root.line(),
                        "environments." + environment.name() + ".policy.after",
                        "expected other environments of this file, found '" + earlier + "'");
            }
        }
    }
}
