package org.jenkinsci.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public interface RoleSensitive {
    void checkRoles(org.jenkinsci.remoting.RoleChecker a) throws java.lang.SecurityException;
}
