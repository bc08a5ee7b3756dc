package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public interface StandardUsernamePasswordCredentials
        extends com.cloudbees.plugins.credentials.common.StandardUsernameCredentials,
                com.cloudbees.plugins.credentials.common.UsernamePasswordCredentials {}
