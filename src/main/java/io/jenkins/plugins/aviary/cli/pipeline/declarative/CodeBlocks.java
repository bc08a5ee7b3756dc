package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import groovy.lang.Closure;
import io.jenkins.plugins.aviary.cli.pipeline.ast.Code;
import io.jenkins.plugins.aviary.cli.pipeline.ast.Declaration;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PlainValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The code of a Declarative pipeline, as the script hands it over. */
final class CodeBlocks {
    private final List<?> closures;

    CodeBlocks(List<?> closures) {
        this.closures = List.copyOf(closures);
    }

    /** A block, ready to run; each run has its own copy, as branches share the code. */
    Body body(Code code) {
        Closure<?> closure = closure(code);
        return closure::call;
    }

    /** The value of an expression. */
    Object value(Code code) {
        return PlainValues.of(closure(code).call());
    }

    /** The value of an expression whose names are first looked for somewhere else. */
    Object value(Code code, Object names) {
        Closure<?> closure = closure(code);
        closure.setDelegate(names);
        closure.setResolveStrategy(Closure.DELEGATE_FIRST);
        return PlainValues.of(closure.call());
    }

    /** The value of an expression as a text. */
    String text(Code code) {
        return String.valueOf(value(code));
    }

    /** The arguments of a call: positional ones in order, named ones as one map. */
    List<?> arguments(Code code) {
        return (List<?>) value(code);
    }

    /** A declared option or parameter with its arguments by name; one without a name is {@code value}. */
    Described described(Declaration declaration) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (Object argument : arguments(declaration.arguments())) {
            if (argument instanceof Map<?, ?> map) {
                named.putAll(PlainValues.mapOf(map));
            } else {
                named.put("value", argument);
            }
        }
        return new Described(declaration.name(), named);
    }

    private Closure<?> closure(Code code) {
        return (Closure<?>) ((Closure<?>) closures.get(code.index())).clone();
    }
}
