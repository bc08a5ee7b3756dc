package io.jenkins.plugins.aviary.cli.pipeline.ast;

import groovy.lang.Binding;
import groovy.lang.GroovyCodeSource;
import groovy.lang.GroovyShell;
import groovy.transform.ThreadInterrupt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.NonCPS;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineScript;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/**
 * Makes a script of a Jenkinsfile, or says everything that is wrong with it. The Groovy is the version inside Jenkins,
 * so a file parses here exactly when it parses there.
 */
public final class PipelineCompiler {
    private final StepRegistry steps;

    /** A compiler that knows the given steps. */
    public PipelineCompiler(StepRegistry steps) {
        this.steps = steps;
    }

    /**
     * Compiles a file; nothing of it runs.
     *
     * @param text what the file holds
     * @param file its name, for messages
     * @throws InvalidParameter if it is wrong; the message has a line {@code FILE:LINE: what} for each mistake
     */
    public CompiledPipeline compile(String text, String file) {
        Problems problems = new Problems(file);
        DeclarativeTransformation transformation = new DeclarativeTransformation(steps, problems);
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        configuration.addCompilationCustomizers(
                transformation,
                new ImportCustomizer().addImports(NonCPS.class.getName()),
                new ASTTransformationCustomizer(ThreadInterrupt.class));
        Map<String, Object> variables = Collections.synchronizedMap(new LinkedHashMap<>());
        GroovyShell shell = new GroovyShell(
                new WithoutJenkins(PipelineCompiler.class.getClassLoader()), new Binding(variables), configuration);
        PipelineScript script;
        try {
            script = (PipelineScript)
                    shell.parse(new GroovyCodeSource(text, PipelineScript.SOURCE, GroovyShell.DEFAULT_CODE_BASE));
        } catch (MultipleCompilationErrorsException e) {
            report(e, problems);
            problems.throwIfAny();
            throw new InvalidParameter(file + ": " + firstLine(e), e);
        } catch (CompilationFailedException e) {
            throw new InvalidParameter(file + ": " + firstLine(e), e);
        }
        problems.throwIfAny();
        script.attach(steps);
        return new CompiledPipeline(script, transformation.model());
    }

    private static void report(MultipleCompilationErrorsException failure, Problems problems) {
        for (Object error : failure.getErrorCollector().getErrors()) {
            if (error instanceof SyntaxErrorMessage syntax) {
                SyntaxException cause = syntax.getCause();
                problems.add(cause.getLine(), describe(cause.getOriginalMessage()));
            }
        }
    }

    private static String describe(String message) {
        String first = message.lines().findFirst().orElse(message);
        String missing = "unable to resolve class ";
        if (first.startsWith(missing)) {
            String name = first.substring(missing.length()).strip();
            if (name.startsWith("Library")) {
                return "'@Library' needs the shared libraries of Jenkins; put the code into this file";
            }
            return WithoutJenkins.isOfJenkins(name)
                    ? "the class " + name + " is part of Jenkins, which is not there when a file runs without it"
                    : "there is no class " + name;
        }
        return first;
    }

    private static String firstLine(Exception e) {
        return e.getMessage().lines().findFirst().orElse("cannot be compiled");
    }
}
