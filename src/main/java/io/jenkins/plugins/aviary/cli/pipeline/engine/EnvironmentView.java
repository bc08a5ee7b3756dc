package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.GroovyObjectSupport;
import java.util.Map;

/** What a script sees as {@code env}: the variables in force at the place where it is asked. */
public final class EnvironmentView extends GroovyObjectSupport {
    @Override
    public Object getProperty(String name) {
        return Scope.current().environment().get(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        Map<String, String> variables = Scope.current().run().variables();
        if (value == null) {
            variables.remove(name);
        } else {
            variables.put(name, value.toString());
        }
    }

    /** All variables. */
    public Map<String, String> getEnvironment() {
        return Scope.current().environment();
    }
}
