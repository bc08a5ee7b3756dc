package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.model.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server in a process of its own that writes down every signal that it gets, in order, in the file {@code signals} of
 * its release. Its binary is a copy of the shell, so that it is found by its executable; what it does is a script.
 */
final class ScriptedServer {
    static final List<String> COMMAND = List.of("./server-binary", "server.sh");
    static final String BINARY = "server-binary";

    private static final String ALL_SIGNALS =
            "HUP INT QUIT ILL TRAP BUS FPE USR1 SEGV USR2 PIPE ALRM TERM XCPU XFSZ" + " VTALRM PROF IO PWR SYS ABRT";

    private final Map<String, String> reactions = new TreeMap<>();
    private final String begins;
    private String handled = ALL_SIGNALS;

    private ScriptedServer(String begins) {
        this.begins = begins;
    }

    /** One that does this first, such as to print the lines of its start. */
    static ScriptedServer thatBegins(String commands) {
        return new ScriptedServer(commands);
    }

    /** What it does when it gets a signal. */
    ScriptedServer on(String signal, String commands) {
        reactions.put(signal, commands);
        return this;
    }

    /** Has it handle these signals only; the others do what they do to every program. */
    ScriptedServer handlingOnly(String signals) {
        handled = signals;
        return this;
    }

    /** Puts it into a release of a world. */
    Path into(World world, String release) {
        StringBuilder script = new StringBuilder();
        script.append("say() { for line in \"$@\"; do printf '%s\\n' \"$line\"; done; }\n");
        script.append("info() { for line in \"$@\"; do say \"[2026-15-08 06:00:01.123] [info] $line \"; done; }\n");
        script.append("error() { say \"[2026-15-08 06:00:01.123] [error] $1 \"; }\n");
        script.append("got() {\n    echo \"$1\" >>signals\n    case $1 in\n");
        reactions.forEach((signal, commands) -> script.append(signal + ") " + commands + " ;;\n"));
        script.append("    esac\n}\n");
        script.append("for signal in ").append(handled).append("; do trap \"got $signal\" $signal; done\n");
        script.append(begins).append("\nwhile :; do sleep 0.05; done\n");
        try {
            Path folder = Files.createDirectories(
                    Path.of(world.path()).resolve("releases").resolve(release));
            Files.writeString(folder.resolve("server.sh"), script);
            Path binary = folder.resolve(BINARY);
            Files.copy(Path.of("/bin/sh").toRealPath(), binary, StandardCopyOption.COPY_ATTRIBUTES);
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Every signal that the server of a release got and handled. */
    static List<String> signals(Path release) throws IOException {
        Path file = release.resolve("signals");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
