package com.cloudbees.plugins.credentials.domains;

@SuppressWarnings({"rawtypes", "serial"})
public class DomainRequirement implements hudson.ExtensionPoint, java.io.Serializable {
    private DomainRequirement() {}
}
