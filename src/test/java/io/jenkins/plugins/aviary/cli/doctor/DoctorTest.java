package io.jenkins.plugins.aviary.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.operation.ProcessRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examines machines that have just the programs that a test puts there. */
class DoctorTest {
    @TempDir
    Path folder;

    private final Map<String, String> versions = new HashMap<>();

    @Test
    void isContentWithAMachineThatHasWhatIsNeeded() throws Exception {
        programs("git", "cmake", "g++", "ninja");
        versions.put("git", "git version 2.39.5");
        versions.put("cmake", "cmake version 3.25.1");

        assertThat(examine()).noneMatch(finding -> finding.state() == Finding.State.MISSING);
        assertThat(find("git").found()).startsWith("2.39.5 (");
    }

    @Test
    void saysInOneLineHowToGetWhatIsMissing() throws Exception {
        programs("git", "apt-get");
        Finding cmake = find("cmake");

        assertThat(cmake.state()).isEqualTo(Finding.State.MISSING);
        assertThat(cmake.remedy()).endsWith("apt-get install -y cmake");
        assertThat(find("C++ compiler").remedy()).endsWith("apt-get install -y g++");
        assertThat(find("chromium").state()).isEqualTo(Finding.State.OPTIONAL);
    }

    @Test
    void knowsThePackageManagersAndTheirNames() throws Exception {
        programs("dnf");
        assertThat(find("C++ compiler").remedy()).endsWith("dnf install -y gcc-c++");
        Files.delete(folder.resolve("bin/dnf"));
        programs("pacman");
        assertThat(find("ninja or make").remedy()).endsWith("pacman -S --needed ninja");
        Files.delete(folder.resolve("bin/pacman"));
        programs("brew");
        assertThat(find("cmake").remedy()).isEqualTo("brew install cmake");
        Files.delete(folder.resolve("bin/brew"));
        assertThat(find("cmake").remedy()).contains("with this system's package manager");
    }

    @Test
    void refusesAProgramThatIsTooOld() throws Exception {
        programs("cmake");
        versions.put("cmake", "cmake version 3.9.6");

        assertThat(find("cmake").state()).isEqualTo(Finding.State.MISSING);
        assertThat(find("cmake").found()).contains("3.9.6").contains("older than 3.19");
    }

    @Test
    void takesAnyOfSeveralPrograms() throws Exception {
        programs("clang++", "make");

        assertThat(find("C++ compiler").state()).isEqualTo(Finding.State.OK);
        assertThat(find("ninja or make").found()).endsWith("make");
    }

    @Test
    void comparesVersionsAsNumbers() {
        assertThat(Machine.isAtLeast("3.10", "3.9")).isTrue();
        assertThat(Machine.isAtLeast("3.9", "3.10")).isFalse();
        assertThat(Machine.isAtLeast("4", "3.19")).isTrue();
        assertThat(Machine.isAtLeast("3.19.0", "3.19")).isTrue();
        assertThat(Machine.version("g++ (Debian 12.2.0-14) 12.2.0")).isEqualTo("12.2.0");
    }

    @Test
    void leavesNothingBehindInTheWorkingDirectory() throws Exception {
        examine();
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> !file.endsWith("bin")).toList()).isEmpty();
        }
    }

    private List<Finding> examine() throws InterruptedException {
        return new Doctor(Map.of("PATH", folder.resolve("bin").toString()), folder, this::run).examine();
    }

    private Finding find(String name) throws InterruptedException {
        return examine().stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int run(ProcessRequest request) {
        Path program = Path.of(request.command().get(0)).getFileName();
        request.output().accept(versions.getOrDefault(program.toString(), ""));
        return 0;
    }

    private void programs(String... names) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String name : names) {
            Path file = Files.createFile(bin.resolve(name));
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }
}
