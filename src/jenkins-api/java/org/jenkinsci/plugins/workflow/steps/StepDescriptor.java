package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class StepDescriptor extends hudson.model.Descriptor<org.jenkinsci.plugins.workflow.steps.Step> {
    public StepDescriptor() {}

    public static native hudson.ExtensionList<org.jenkinsci.plugins.workflow.steps.StepDescriptor> all();

    public native java.lang.String argumentsToString(java.util.Map<java.lang.String, java.lang.Object> a);

    public abstract java.lang.String getFunctionName();

    public native java.util.Set<? extends java.lang.Class<?>> getProvidedContext();

    public abstract java.util.Set<? extends java.lang.Class<?>> getRequiredContext();

    public native org.jenkinsci.plugins.workflow.steps.Step newInstance(
            java.util.Map<java.lang.String, java.lang.Object> a) throws java.lang.Exception;

    public native boolean takesImplicitBlockArgument();
}
