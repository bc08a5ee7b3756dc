package org.jenkinsci.plugins.plaincredentials;

@SuppressWarnings({"rawtypes", "serial"})
public interface StringCredentials extends com.cloudbees.plugins.credentials.common.StandardCredentials {
    hudson.util.Secret getSecret();
}
