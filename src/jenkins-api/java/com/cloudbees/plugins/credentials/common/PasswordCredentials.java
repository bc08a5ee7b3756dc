package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public interface PasswordCredentials extends com.cloudbees.plugins.credentials.Credentials {
    hudson.util.Secret getPassword();
}
