package org.jenkinsci.plugins.workflow;

@SuppressWarnings({"rawtypes", "serial"})
public class FilePathUtils {
    public static native hudson.FilePath find(java.lang.String a, java.lang.String b);

    public static native java.lang.String getNodeName(hudson.FilePath a) throws java.lang.IllegalStateException;

    private FilePathUtils() {}
}
