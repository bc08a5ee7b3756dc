package org.jenkinsci.plugins.workflow.actions;

@SuppressWarnings({"rawtypes", "serial"})
public interface PersistentAction extends hudson.model.Action {}
