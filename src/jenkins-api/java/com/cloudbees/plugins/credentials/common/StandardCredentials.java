package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public interface StandardCredentials extends com.cloudbees.plugins.credentials.common.IdCredentials {}
