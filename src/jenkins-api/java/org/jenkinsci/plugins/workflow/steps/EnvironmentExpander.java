package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class EnvironmentExpander implements java.io.Serializable {
    private EnvironmentExpander() {}
}
