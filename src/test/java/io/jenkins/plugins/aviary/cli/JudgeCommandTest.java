package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JudgeCommandTest {
    private static final String FILE =
            "{\"metrics\": [{\"name\": \"tick\", \"direction\": \"increase\", \"control\": %s, \"experiment\": %s}]}";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void exitsWithTheWorstOfAllFiles() throws IOException {
        String pass = file("pass.json", "[5,5,5,5,5]", "[5,5,5,5,5]");
        String open = file("open.json", "[5,5,5,5,5]", "[null,null,null]");
        String fail = file("fail.json", "[5,5,5,5,5,5]", "[900,901,899,900,902,900]");
        assertThat(judge(pass)).isZero();
        assertThat(judge(pass, open)).isEqualTo(5);
        assertThat(judge(fail, open, pass)).isEqualTo(1);
    }

    @Test
    void printsAnObjectALineForEachFile() throws IOException {
        String pass = file("pass.json", "[5,5,5,5,5]", "[5,5,5,5,5]");
        assertThat(judge("--json", pass, pass)).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(new ObjectMapper().readTree(lines.get(0)).path("file").asText())
                .isEqualTo(pass);
        assertThat(new ObjectMapper().readTree(lines.get(0)).path("verdict").asText())
                .isEqualTo("PASS");
        assertThat(new ObjectMapper().readTree(lines.get(0)).path("metrics")).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadIsAUserMistake() {
        assertThat(judge(folder.resolve("missing.json").toString())).isEqualTo(2);
        assertThat(errors.toString()).startsWith("ERROR: ").contains("missing.json");
        assertThat(judge()).isEqualTo(2);
    }

    private int judge(String... arguments) {
        CommandLine line = Aviary.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(errors, true));
        List<String> all = new ArrayList<>(List.of("judge"));
        all.addAll(List.of(arguments));
        return line.execute(all.toArray(String[]::new));
    }

    private String file(String name, String control, String experiment) throws IOException {
        return Files.writeString(folder.resolve(name), FILE.formatted(control, experiment))
                .toString();
    }
}
