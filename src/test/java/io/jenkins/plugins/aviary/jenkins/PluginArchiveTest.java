package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Opens the plugin as the build has packed it. */
@Tag("integration")
class PluginArchiveTest {
    private static final Path FILE = Path.of("target/aviary.hpi");
    private static final String INNER = "WEB-INF/lib/aviary.jar";
    private static Map<String, byte[]> outer;
    private static Map<String, byte[]> inner;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(Files.isRegularFile(FILE), "target/aviary.hpi is there once the build has packaged it");
        try (InputStream stream = Files.newInputStream(FILE)) {
            outer = entries(stream);
        }
        inner = entries(new ByteArrayInputStream(outer.get(INNER)));
    }

    private static Map<String, byte[]> entries(InputStream stream) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(stream)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static Attributes manifest(Map<String, byte[]> archive) throws IOException {
        return new Manifest(new ByteArrayInputStream(archive.get("META-INF/MANIFEST.MF"))).getMainAttributes();
    }

    private static String text(String name) {
        return new String(inner.get(name), StandardCharsets.UTF_8);
    }

    @Test
    void theManifestOfTheArchiveAndOfItsJarTellJenkinsWhatItIs() throws IOException {
        for (Map<String, byte[]> archive : List.of(outer, inner)) {
            Attributes manifest = manifest(archive);
            assertThat(manifest.getValue("Short-Name")).isEqualTo("aviary");
            assertThat(manifest.getValue("Long-Name")).isEqualTo("Aviary");
            assertThat(manifest.getValue("Plugin-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(manifest.getValue("Jenkins-Version")).isEqualTo("2.541.3");
            assertThat(manifest.getValue("Hudson-Version")).isEqualTo("2.541.3");
            assertThat(manifest.getValue("Mask-Classes")).isNull();
            assertThat(manifest.getValue("PluginFirstClassLoader")).isNull();
        }
    }

    @Test
    void noDependencyIsOptionalOrHasNoVersion() throws IOException {
        assertThat(manifest(outer).getValue("Plugin-Dependencies").split(","))
                .allMatch(dependency -> dependency.matches("[a-z0-9-]+:[0-9][A-Za-z0-9._-]*"))
                .anyMatch(dependency -> dependency.startsWith("workflow-step-api:"))
                .anyMatch(dependency -> dependency.startsWith("durable-task:"))
                .noneMatch(
                        dependency -> dependency.matches(
                                "(git|junit|matrix-project|lockable-resources|pipeline-graph-view|echarts-api|mina-sshd-api).*"));
    }

    @Test
    void theOnlyLibraryIsItsOwnJar() {
        assertThat(outer.keySet())
                .filteredOn(name -> name.endsWith(".jar"))
                .containsExactlyInAnyOrder(INNER, "WEB-INF/engine/aviary-cli.jar");
        assertThat(outer.keySet()).noneMatch(name -> name.startsWith("WEB-INF/classes"));
    }

    @Test
    void theJarHoldsWhatTheControllerNeedsAndNothingElse() {
        assertThat(inner.keySet())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(name -> name.matches("io/jenkins/plugins/aviary/"
                        + "(jenkins|operation|config|model|ledger|approval|artifact|release|dashboard)/.*"));
    }

    @Test
    void theJarIsWhole() {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes"));
        assertThat(classes.stream()
                        .filter(one -> inner.containsKey(file(one)))
                        .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                        .filter(needed -> file(needed.getTargetClass()).startsWith("io/jenkins/plugins/aviary/"))
                        .filter(needed -> !inner.containsKey(file(needed.getTargetClass())))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    private static String file(JavaClass one) {
        return one.getBaseComponentType().getName().replace('.', '/') + ".class";
    }

    @Test
    void theEngineIsWholeAndHasNothingOfJenkins() throws IOException {
        Map<String, byte[]> engine = entries(new ByteArrayInputStream(outer.get("WEB-INF/engine/aviary-cli.jar")));
        assertThat(manifest(engine).getValue("Main-Class")).isEqualTo("io.jenkins.plugins.aviary.cli.Aviary");
        assertThat(engine.keySet())
                .contains("io/jenkins/plugins/aviary/build/CanaryBuild.class")
                .noneMatch(name -> name.startsWith("io/jenkins/plugins/aviary/jenkins/"))
                .noneMatch(name -> name.startsWith("hudson/") || name.startsWith("org/kohsuke/"));
    }

    @Test
    void noDeclarationOfAJenkinsTypeIsPackaged() {
        assertThat(inner.keySet()).noneMatch(name -> name.matches("(hudson|jenkins|org|com|net|jakarta)/.*\\.class"));
    }

    @Test
    void theDescriptionIsAtTheRootOfTheJar() {
        assertThat(text("index.jelly"))
                .contains("<?jelly escape-by-default='true'?>")
                .contains("game servers");
    }

    @Test
    void everyExtensionIsInTheIndexThatJenkinsReads() throws IOException {
        String index = new String(inner.get("META-INF/annotations/hudson.Extension"), StandardCharsets.ISO_8859_1);
        assertThat(extensions()).isNotEmpty().allMatch(index::contains);
    }

    @Test
    void everySymbolIsInTheIndexThatJenkinsReads() throws IOException {
        List<String> listed = inner.containsKey("META-INF/annotations/org.jenkinsci.Symbol")
                ? text("META-INF/annotations/org.jenkinsci.Symbol").lines().toList()
                : List.of();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(annotated("Lorg/jenkinsci/Symbol;"));
    }

    @Test
    void messagesAreCompiledAndTheirTextsAreThere() {
        assertThat(inner.keySet())
                .contains(
                        "io/jenkins/plugins/aviary/jenkins/step/Messages.class",
                        "io/jenkins/plugins/aviary/jenkins/step/Messages.properties");
    }

    @Test
    void everyPageEscapesWhatItShows() {
        assertThat(inner.keySet())
                .filteredOn(name -> name.endsWith(".jelly"))
                .allSatisfy(name -> assertThat(text(name)).startsWith("<?jelly escape-by-default='true'?>"));
    }

    @Test
    void noPageHasInlineScripts() {
        assertThat(inner.keySet())
                .filteredOn(name -> name.endsWith(".jelly"))
                .allSatisfy(name -> assertThat(text(name))
                        .doesNotContainPattern("<script(?![^>]*\\bsrc=)")
                        .doesNotContainPattern("\\son[a-z]+=\"")
                        .doesNotContain("javascript:"));
    }

    private static List<String> extensions() throws IOException {
        return annotated("Lhudson/Extension;");
    }

    /** The classes of the jar whose class file names the annotation, by their binary names. */
    private static List<String> annotated(String descriptor) throws IOException {
        List<String> names = new ArrayList<>();
        inner.forEach((name, bytes) -> {
            if (name.endsWith(".class") && new String(bytes, StandardCharsets.ISO_8859_1).contains(descriptor)) {
                names.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
            }
        });
        return names;
    }
}
