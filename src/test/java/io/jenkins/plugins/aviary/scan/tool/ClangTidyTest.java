package io.jenkins.plugins.aviary.scan.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClangTidyTest {
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final List<String> failures = new ArrayList<>();

    @Test
    void readsWarningsAndNothingElse() {
        read(
                "/w/src/a.cpp:7:3: warning: Call to function 'strcpy' is insecure [clang-analyzer-security.insecureAPI.strcpy]");
        read(
                "/w/src/a.cpp:7:3: warning: Call to function 'strcpy' is insecure [clang-analyzer-security.insecureAPI.strcpy]");
        read(
                "/w/src/b.hpp:9:11: warning: 'x' used after it was moved [bugprone-use-after-move,hicpp-invalid-access-moved]");
        read("/w/src/b.hpp:8:1: note: move occurred here");
        read("  strcpy(a, b);");

        assertThat(findings)
                .containsExactly(
                        Finding.at(
                                "clang-tidy",
                                "clang-analyzer-security.insecureAPI.strcpy",
                                Severity.HIGH,
                                "src/a.cpp",
                                7,
                                3,
                                "Call to function 'strcpy' is insecure"),
                        Finding.at(
                                "clang-tidy",
                                "bugprone-use-after-move",
                                Severity.MEDIUM,
                                "src/b.hpp",
                                9,
                                11,
                                "'x' used after it was moved"));
        assertThat(failures).isEmpty();
    }

    @Test
    void takesASourceThatDoesNotCompileForAFailure() {
        read("/w/src/a.cpp:1:10: error: 'missing.hpp' file not found [clang-diagnostic-error]");

        assertThat(findings).isEmpty();
        assertThat(failures).containsExactly("/w/src/a.cpp:1: 'missing.hpp' file not found");
    }

    private void read(String line) {
        ClangTidy.read(line, new Places(Path.of("/w")), Path.of("/w/build"), findings, failures);
    }
}
