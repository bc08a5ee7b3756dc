package org.jenkinsci.plugins.workflow.actions;

@SuppressWarnings({"rawtypes", "serial"})
public class WarningAction implements org.jenkinsci.plugins.workflow.actions.PersistentAction {
    public WarningAction(hudson.model.Result a) {}

    public native java.lang.String getMessage();

    public native hudson.model.Result getResult();

    public native org.jenkinsci.plugins.workflow.actions.WarningAction withMessage(java.lang.String a);

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();
}
