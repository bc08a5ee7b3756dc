package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public interface StandardUsernameCredentials
        extends com.cloudbees.plugins.credentials.common.StandardCredentials,
                com.cloudbees.plugins.credentials.common.UsernameCredentials {}
