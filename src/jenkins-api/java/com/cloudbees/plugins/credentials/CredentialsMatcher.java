package com.cloudbees.plugins.credentials;

@SuppressWarnings({"rawtypes", "serial"})
public interface CredentialsMatcher extends java.io.Serializable {}
