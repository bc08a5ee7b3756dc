package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import groovy.lang.GroovyObjectSupport;
import groovy.lang.MissingPropertyException;
import io.jenkins.plugins.aviary.cli.pipeline.ast.Variable;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.CredentialVariables;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.VariableExpansion;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code environment} section around what it is for. Credentials come first; then the other variables, which may
 * refer to each other in any order. A variable that refers to itself means the one outside.
 */
final class EnvironmentSection {
    private final CodeBlocks code;
    private final List<Variable> variables;

    EnvironmentSection(CodeBlocks code, List<Variable> variables) {
        this.code = code;
        this.variables = variables;
    }

    Object around(Body body) throws InterruptedException {
        if (variables.isEmpty()) {
            return body.call();
        }
        Scope outer = Scope.current();
        try (CredentialVariables credentials = new CredentialVariables(outer)) {
            for (Variable variable : variables) {
                if (variable.credentials()) {
                    credentials.declared(code.text(variable.value()), variable.name());
                }
            }
            Scope withCredentials = outer.with(credentials.variables());
            return withCredentials.within(() -> {
                Map<String, String> values = new Values().all();
                return withCredentials
                        .with(VariableExpansion.of(values, withCredentials.environment()))
                        .within(body);
            });
        } catch (IOException e) {
            throw new OperationFailure("The credentials cannot be put into files: " + e.getMessage(), e);
        }
    }

    /** The values of the section, computed when they are needed; what the section does not set is left to the script. */
    private final class Values extends GroovyObjectSupport {
        private final Map<String, String> known = new LinkedHashMap<>();
        private final Deque<String> underWay = new ArrayDeque<>();

        Map<String, String> all() {
            Map<String, String> all = new LinkedHashMap<>();
            for (Variable variable : variables) {
                if (!variable.credentials()) {
                    all.put(variable.name(), value(variable));
                }
            }
            return all;
        }

        private String value(Variable variable) {
            String value = known.get(variable.name());
            if (value == null) {
                underWay.push(variable.name());
                Object result = code.value(variable.value(), this);
                underWay.pop();
                if (result == null) {
                    throw new OperationFailure(
                            "the environment variable '" + variable.name() + "' has no value (null)");
                }
                value = result.toString();
                known.put(variable.name(), value);
            }
            return value;
        }

        private Optional<Variable> declared(String name) {
            return variables.stream()
                    .filter(variable ->
                            !variable.credentials() && variable.name().equals(name) && !underWay.contains(name))
                    .findFirst();
        }

        @Override
        public Object getProperty(String name) {
            Optional<Variable> declared = declared(name);
            if (declared.isPresent()) {
                return value(declared.get());
            }
            if (name.equals("env")) {
                return new EnvironmentNames(this);
            }
            throw new MissingPropertyException(name, EnvironmentSection.class);
        }
    }

    /** {@code env} inside an environment section: its own variables too. */
    private static final class EnvironmentNames extends GroovyObjectSupport {
        private final Values values;

        EnvironmentNames(Values values) {
            this.values = values;
        }

        @Override
        public Object getProperty(String name) {
            Optional<Variable> declared = values.declared(name);
            return declared.isPresent()
                    ? values.value(declared.get())
                    : Scope.current().environment().get(name);
        }
    }
}
