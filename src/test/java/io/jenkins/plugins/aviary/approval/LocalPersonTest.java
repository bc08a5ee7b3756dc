package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPersonTest {
    private final List<List<String>> commands = new ArrayList<>();

    @TempDir
    Path folder;

    /** A machine with one user, who has one address in their home; the folder that they stand in says another. */
    private RunContext machine() throws Exception {
        RunContext plain = new LocalDelivery(folder, "version: 1\n").context();
        return new RunContext(
                folder,
                plain.home(),
                plain.log(),
                plain.progress(),
                request -> {
                    commands.add(request.command());
                    answer(request.command()).forEach(request.output()::accept);
                    return 0;
                },
                plain.secrets(),
                plain.events(),
                plain.clock(),
                Map.of("USER", "mallory", "HOME", "/elsewhere"));
    }

    private static List<String> answer(List<String> command) {
        String line = String.join(" ", command);
        if (line.contains("passwd")) {
            return List.of("anna:x:1000:1000:Anna Ameise,room 1:/home/anna:/bin/sh");
        }
        if (line.contains("id -Gn")) {
            return List.of("ops wheel");
        }
        if (line.contains("--file /home/anna/.gitconfig") && line.endsWith("user.email")) {
            return List.of("anna@example.org");
        }
        return line.contains("--file") ? List.of() : List.of("folder@example.org");
    }

    @Test
    void isTheUserThatTheOperatingSystemRunsTheProcessAs() throws Exception {
        Path owned = Files.createFile(folder.resolve("owned"));
        String before = System.getProperty("user.name");
        System.setProperty("user.name", "mallory");
        try {
            assertThat(LocalPerson.of(machine()).id())
                    .isEqualTo(Files.getOwner(owned).getName());
        } finally {
            System.setProperty("user.name", before);
        }
    }

    @Test
    void isKnownByTheNamesInTheirHomeAndNotByThoseOfTheFolder() throws Exception {
        Person person = LocalPerson.of(machine());
        assertThat(person.aliases()).containsExactlyInAnyOrder("Anna Ameise", "anna@example.org");
        assertThat(LocalPerson.named(machine(), "anna").aliases()).contains("anna@example.org");
    }

    @Test
    void looksForProgramsWhereTheOperatingSystemHasThemAndNotOnTheSearchPath() throws Exception {
        assertThat(LocalPerson.of(machine()).groups()).containsExactlyInAnyOrder("ops", "wheel");
        assertThat(commands).allSatisfy(command -> assertThat(command.get(0)).startsWith("/"));
    }
}
