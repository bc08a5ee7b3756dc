package io.jenkins.plugins.aviary.scan.rule;

import static io.jenkins.plugins.aviary.model.Severity.CRITICAL;
import static io.jenkins.plugins.aviary.model.Severity.HIGH;
import static io.jenkins.plugins.aviary.model.Severity.INFO;
import static io.jenkins.plugins.aviary.model.Severity.LOW;
import static io.jenkins.plugins.aviary.model.Severity.MEDIUM;

import io.jenkins.plugins.aviary.model.Severity;
import java.util.Locale;

/** Aviary's own rules: what each finds, how bad that is, and what to do about it. An id is never used for another rule. */
public enum CanaryRule {
    /** A file that no rule can look into. */
    UNREADABLE(
            1,
            MEDIUM,
            "A file cannot be scanned",
            "It is too large, damaged, or a link that leads out of the sources: nobody knows what is in it. Split it,"
                    + " mend it, or take it out."),
    /** The key that everybody has. */
    WELL_KNOWN_KEY(
            101,
            MEDIUM,
            "key.pem is the well-known key",
            "Everybody has this private key, so everybody who can listen can read logins. Stock clients need it; if you"
                    + " patch the client anyway, make a key of your own and keep it out of the repository."),
    /** A key that others can read. */
    READABLE_KEY(
            102,
            HIGH,
            "A private key can be read by others",
            "Whoever reads it can read what players send. Give it mode 0600, or better, take it out of the workspace and"
                    + " put it on the host."),
    /** A key that is none. */
    BROKEN_KEY(
            103,
            HIGH,
            "key.pem holds no private key",
            "Canary then uses the well-known key and only says so in its log; TFS does not start. Replace the file."),
    /** The account god/god. */
    GOD_ACCOUNT(
            104,
            HIGH,
            "The account god/god is created",
            "Everybody knows this password, and the account may do everything. Delete the account, or give it another"
                    + " password before players come."),
    /** Test accounts. */
    TEST_ACCOUNT(
            105,
            MEDIUM,
            "An account with a well-known password is created",
            "Everybody knows the passwords of the test accounts. Keep them out of what is delivered."),
    /** A database password in config.lua. */
    DATABASE_PASSWORD(
            106,
            HIGH,
            "config.lua holds the database's password",
            "Whoever can read the repository or the release can read the password. Write mysqlPass ="
                    + " os.getenv(\"MYSQL_PASSWORD\") and change the password."),
    /** A database password in the template of config.lua. */
    DEFAULT_PASSWORD(
            107,
            MEDIUM,
            "The template of config.lua holds a database password",
            "The server copies the template when config.lua is missing, and then connects with this password. Write"
                    + " os.getenv(\"MYSQL_PASSWORD\") there."),
    /** A webhook's address. */
    WEBHOOK(
            108,
            HIGH,
            "A Discord webhook stands in the configuration",
            "Whoever knows the address can post in your name. Write os.getenv(\"DISCORD_WEBHOOK\") and renew the webhook."),
    /** A dump of a database. */
    DATABASE_DUMP(
            109,
            HIGH,
            "A dump of a database, or the password file for one, is among the sources",
            "It holds players' addresses and password hashes, or the password to get them. Delete it, from the history"
                    + " too."),
    /** Ports on every address. */
    EVERY_ADDRESS(
            201,
            LOW,
            "The server listens on every address of the machine",
            "Set bindOnlyGlobalAddress = true, so that only the address in 'ip' is reachable."),
    /** Metrics for everybody. */
    OPEN_METRICS(
            202,
            MEDIUM,
            "The metrics are open to everybody",
            "They need no password and show players' names. Set metricsPrometheusAddress to 127.0.0.1."),
    /** Reload in production. */
    RELOAD_ALLOWED(
            203,
            MEDIUM,
            "Players' commands may reload scripts",
            "allowReload = true lets a staff account replace code in the running server. Set it to false; hotReload does"
                    + " not need it."),
    /** A raised packet limit. */
    MANY_PACKETS(
            204,
            LOW,
            "The limit of packets is raised or off",
            "More than 25 packets a second from one client makes floods cheaper. Keep maxPacketsPerSecond at 25."),
    /** Old protocols. */
    OLD_PROTOCOL(
            205,
            LOW,
            "Old clients are let in",
            "allowOldProtocol = true opens two more protocols to attackers. Set it to false unless players need it."),
    /** Unsafe scripts. */
    UNSAFE_SCRIPTS(
            206,
            LOW,
            "Warnings of unsafe scripts are off",
            "Set warnUnsafeScripts = true to see which scripts use objects that may be gone."),
    /** The database's root. */
    DATABASE_ROOT(
            208,
            LOW,
            "The server is root in its database",
            "A hole in one script then opens every database. Make a user that may use this one only."),
    /** Running as root. */
    RUNS_AS_ROOT(
            301,
            MEDIUM,
            "The server is run as root",
            "A hole in the server then gives away the machine. Name a user: USER in a Dockerfile, User= in a systemd"
                    + " unit."),
    /** Unlimited core dumps. */
    CORE_DUMPS(
            302,
            LOW,
            "Core dumps are written without limit",
            "They hold passwords and session keys. Collect them with systemd-coredump, readable by root only, or write"
                    + " ulimit -c 0."),
    /** Left-overs of web tools. */
    WEB_LEFTOVERS(
            303,
            MEDIUM,
            "phpMyAdmin or a web site's installer is among what is delivered",
            "Both let visitors near the database. Take them out."),
    /** SQL that is put together. */
    SQL_CONCATENATION(
            401,
            MEDIUM,
            "SQL is put together from values that are not escaped",
            "Put db.escapeString(...) around texts and tonumber(...) around numbers."),
    /** SQL with a player's words in it. */
    SQL_INJECTION(
            402,
            HIGH,
            "A player's words reach the database unescaped",
            "Whoever types the command can change any table. Put db.escapeString(...) or tonumber(...) around them."),
    /** Commands. */
    SHELL_COMMAND(
            403,
            HIGH,
            "A script runs a command of the machine",
            "No game rule needs os.execute or io.popen, back doors do. Take it out, or do the work outside the server."),
    /** Code from data. */
    CODE_FROM_DATA(
            404,
            HIGH,
            "A script runs code that is not in a file",
            "load, loadstring, or dofile with a path that is put together: what is run cannot be reviewed. Write the code"
                    + " into a file and name it."),
    /** Native code. */
    NATIVE_CODE(
            405,
            HIGH,
            "A script loads native code",
            "package.loadlib and LuaJIT's ffi reach past every limit of Lua. Take it out."),
    /** Bytecode. */
    BYTECODE(
            406,
            CRITICAL,
            "A script is compiled",
            "Bytecode cannot be reviewed and can break out of the interpreter. Deliver the source."),
    /** Hidden text. */
    OBFUSCATED(
            407,
            HIGH,
            "A script hides what it says",
            "Long texts written as numbers are how back doors hide in free data packs. Find out what it says, or take the"
                    + " script out."),
    /** A command that makes anybody staff. */
    HIDDEN_RIGHTS(
            408,
            CRITICAL,
            "A command gives rights without asking who calls it",
            "Whoever knows the words becomes staff. Ask first: groupType(\"god\"), or player:getGroup():getAccess()."),
    /** Rights given elsewhere. */
    RIGHTS_GIVEN(
            409,
            HIGH,
            "A script gives a player rights",
            "Outside of staff commands nothing should set groups or account types. Make sure that you know why."),
    /** Files. */
    FILE_ACCESS(410, LOW, "A script writes, deletes or renames files", "Make sure that no player can choose the name."),
    /** Networks. */
    NETWORK_ACCESS(
            411,
            MEDIUM,
            "A script opens connections",
            "It can send out what the server knows, and every wait stops the world. Do it outside the server."),
    /** Roundabout ways. */
    INDIRECT_ACCESS(
            412,
            HIGH,
            "A script reaches the machine by a roundabout way",
            "_G[...] with a name that is put together, or os, io, package and debug under another name, have no use but to"
                    + " hide what is called."),
    /** Scripts by computed names. */
    CHOSEN_SCRIPT(
            413,
            LOW,
            "A script runs other scripts by names that are put together",
            "Make sure that no player and no data file can choose the name."),
    /** This machine's processor. */
    NATIVE_PROCESSOR(
            501,
            MEDIUM,
            "The server is compiled for the build machine's processor",
            "With -march=native it may crash with SIGILL on an older host. Name the oldest processor of your hosts, such as"
                    + " -march=x86-64-v2."),
    /** A fixed address. */
    NO_PIE(
            502,
            MEDIUM,
            "The server is compiled for a fixed address",
            "-no-pie and -fno-pie make holes easier to use. Leave them out, or set"
                    + " CMAKE_POSITION_INDEPENDENT_CODE."),
    /** Fortified functions. */
    NOT_FORTIFIED(503, INFO, "The C library's checks are off", "Add -D_FORTIFY_SOURCE=2 to optimised builds."),
    /** Protection switched off. */
    PROTECTION_OFF(
            504,
            MEDIUM,
            "A protection of the compiler or linker is switched off",
            "-fno-stack-protector, -z execstack and -z norelro make holes easier to use. Leave them out."),
    /** An advisory that cannot be held against a part. */
    UNDECIDED_ADVISORY(
            601,
            LOW,
            "Whether an advisory applies cannot be told offline",
            "It names commits only, or versions that have no order. Look at it, then suppress it with what you found."),
    /** Two baselines. */
    TWO_BASELINES(
            602,
            MEDIUM,
            "vcpkg.json and vcpkg-configuration.json name different baselines",
            "Which versions are built depends on how vcpkg is called. Make them the same."),
    /** A missing registry. */
    MISSING_REGISTRY(
            603,
            MEDIUM,
            "A registry of patched ports is missing",
            "vcpkg-configuration.json names a folder that is not there: the unpatched port would be built. Check the"
                    + " checkout.");

    private final int number;
    private final Severity severity;
    private final String title;
    private final String help;

    CanaryRule(int number, Severity severity, String title, String help) {
        this.number = number;
        this.severity = severity;
        this.title = title;
        this.help = help;
    }

    /** The id, such as {@code AVY-104}. */
    public String id() {
        return String.format(Locale.ROOT, "AVY-%03d", number);
    }

    /** How bad it is. */
    public Severity severity() {
        return severity;
    }

    /** What it finds, in a few words. */
    public String title() {
        return title;
    }

    /** Why that is bad, and what to do. */
    public String help() {
        return help;
    }
}
