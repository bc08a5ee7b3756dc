package org.jenkinsci.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class RoleChecker {
    private RoleChecker() {}
}
