package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public interface IdCredentials extends com.cloudbees.plugins.credentials.Credentials {
    java.lang.String getId();
}
