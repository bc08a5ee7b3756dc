package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public interface UsernameCredentials extends com.cloudbees.plugins.credentials.Credentials {
    java.lang.String getUsername();
}
