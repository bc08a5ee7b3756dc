package io.jenkins.plugins.aviary.scan.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CppcheckTest {
    private static final String XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <results version="2"><cppcheck version="2.10"/><errors>%s</errors></results>
            """;
    private static final String ERROR = """
            <error id="arrayIndexOutOfBounds" severity="error" msg="Array &apos;a[3]&apos; at 3." verbose="v" cwe="788">
              <location file="src/a.cpp" line="12" column="6" info="here"/><location file="src/b.h" line="1" column="1"/>
            </error>""";

    @TempDir
    Path workspace;

    @Test
    void readsWhereAnErrorIs() throws IOException {
        assertThat(read(XML.formatted(ERROR + ERROR)))
                .containsExactly(Finding.at(
                        "cppcheck", "arrayIndexOutOfBounds", Severity.HIGH, "src/a.cpp", 12, 6, "Array 'a[3]' at 3."));
    }

    @Test
    void tellsAFileThatItCouldNotLookInto() throws IOException {
        List<Finding> findings = read(XML.formatted("<error id=\"syntaxError\" severity=\"error\" msg=\"m\">"
                + "<location file=\"" + workspace + "/x.cpp\" line=\"1\" column=\"0\"/></error>"));

        assertThat(findings)
                .containsExactly(Finding.at("cppcheck", "syntaxError", Severity.MEDIUM, "x.cpp", 1, 0, "m"));
    }

    @Test
    void takesACrashForACrash() {
        assertThatThrownBy(() -> read(XML.formatted("<error id=\"internalError\" severity=\"error\" msg=\"boom\"/>")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("crashed: boom");
    }

    @Test
    void takesAResultThatEndsTooEarlyForACrash() {
        assertThatThrownBy(() -> read("<?xml version=\"1.0\"?><results><errors>"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void resolvesNoEntity() throws IOException {
        Path secret = Files.writeString(workspace.resolve("secret"), "hunter2");
        String hostile = "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>"
                + "<results><errors><error id=\"&e;\" severity=\"error\" msg=\"&e;\"><location file=\"&e;\"/></error>"
                + "</errors></results>";

        assertThatThrownBy(() -> read(hostile))
                .isInstanceOf(OperationFailure.class)
                .hasMessageNotContaining("hunter2");
    }

    private List<Finding> read(String xml) throws IOException {
        return Cppcheck.read(Files.writeString(workspace.resolve("result.xml"), xml), workspace);
    }
}
