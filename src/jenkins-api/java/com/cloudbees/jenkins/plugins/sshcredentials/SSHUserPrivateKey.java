package com.cloudbees.jenkins.plugins.sshcredentials;

public interface SSHUserPrivateKey {
    hudson.util.Secret getPassphrase();

    java.util.List<java.lang.String> getPrivateKeys();
}
