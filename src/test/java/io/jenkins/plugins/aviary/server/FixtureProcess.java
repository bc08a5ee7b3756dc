package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fixture servers in processes of their own. The binary of their releases is a copy of the Java launcher, so that a
 * server is found by its executable as a real one is.
 */
public final class FixtureProcess {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private FixtureProcess() {}

    /** Puts the binary into a release. */
    public static Path install(Path release) {
        try {
            return Files.copy(JAVA.resolve("bin/java"), release.resolve("canary"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The command line of a server. */
    public static List<String> command(String name, Ports ports, int players) {
        return new ArrayList<>(List.of(
                "./canary",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                absoluteClassPath(),
                FixtureServer.class.getName(),
                name,
                String.valueOf(ports.game()),
                String.valueOf(ports.status()),
                String.valueOf(players)));
    }

    /** A server has a working folder of its own. */
    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** How it is started directly. */
    public static Launch launch(String name, Ports ports, int players, Map<String, String> environment) {
        return new Launch("", command(name, ports, players), with(environment));
    }

    /** The variables that the copied launcher needs, and others. */
    public static Map<String, String> with(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("LD_LIBRARY_PATH", JAVA.resolve("lib").toString());
        return all;
    }

    /** Two ports that nobody listens on now. */
    public static Ports freePorts() {
        List<Integer> free = FreePorts.take(2);
        return new Ports(free.get(0), 0, free.get(1));
    }
}
