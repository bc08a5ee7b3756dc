package com.cloudbees.jenkins.plugins.sshcredentials;

@SuppressWarnings({"rawtypes", "serial"})
public interface SSHUserPrivateKey {
    hudson.util.Secret getPassphrase();

    java.util.List<java.lang.String> getPrivateKeys();
}
