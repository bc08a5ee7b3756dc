package com.cloudbees.plugins.credentials;

@SuppressWarnings({"rawtypes", "serial"})
public interface Credentials
        extends hudson.model.Describable<com.cloudbees.plugins.credentials.Credentials>,
                java.io.Serializable,
                hudson.ExtensionPoint {}
