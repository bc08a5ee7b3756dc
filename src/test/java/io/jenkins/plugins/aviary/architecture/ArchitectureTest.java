package io.jenkins.plugins.aviary.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code against the picture in {@code docs/architecture.puml}. */
@AnalyzeClasses(packages = "io.jenkins.plugins.aviary", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Path DIAGRAM = Path.of("docs/architecture.puml");

    @ArchTest
    static final ArchRule packagesLeanOnlyOnWhatTheDiagramAllows = classes()
            .that()
            .resideInAPackage("..aviary..")
            .should(adhereToPlantUmlDiagram(DIAGRAM, consideringOnlyDependenciesInDiagram()));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.jenkins.plugins.aviary.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheJenkinsFaceSeesJenkins = noClasses()
            .that()
            .resideOutsideOfPackage("..aviary.jenkins..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    static final ArchRule whatRunsOnTheControllerNeedsTheJdkAndJacksonOnly = classes()
            .that()
            .resideInAnyPackage(
                    "..aviary.operation..",
                    "..aviary.config..",
                    "..aviary.model..",
                    "..aviary.artifact..",
                    "..aviary.ledger..",
                    "..aviary.approval..",
                    "..aviary.release..",
                    "..aviary.dashboard..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "javax..", "com.fasterxml.jackson..", "io.jenkins.plugins.aviary.."));

    @ArchTest
    static final ArchRule operationsAreRecords = classes()
            .that()
            .areAnnotatedWith(Step.class)
            .should()
            .beRecords()
            .andShould()
            .implement(Operation.class);

    @ArchTest
    static final ArchRule nothingIsADrawer = noClasses()
            .that(alwaysTrue())
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static void everyPackageIsInTheDiagram(JavaClasses classes) throws Exception {
        String diagram = Files.readString(DIAGRAM);
        List<String> rooms = classes.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith("io.jenkins.plugins.aviary."))
                .map(name -> name.split("\\.")[4])
                .distinct()
                .toList();
        assertThat(rooms).isNotEmpty().allMatch(room -> diagram.contains("[" + room + "] <<..aviary." + room + "..>>"));
    }

    @Test
    void everyPackageSaysInOneSentenceWhatItIsFor() throws Exception {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/io/jenkins/plugins/aviary"))) {
            List<Path> silent = folders.filter(Files::isDirectory)
                    .filter(ArchitectureTest::hasClasses)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    @Test
    void classesStayUnderFiveHundredLines() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > 500)
                            .toList())
                    .isEmpty();
        }
    }

    private static boolean hasClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
