package org.jenkinsci.plugins.plaincredentials;

@SuppressWarnings({"rawtypes", "serial"})
public interface FileCredentials extends com.cloudbees.plugins.credentials.common.StandardCredentials {
    java.io.InputStream getContent() throws java.io.IOException;

    java.lang.String getFileName();
}
