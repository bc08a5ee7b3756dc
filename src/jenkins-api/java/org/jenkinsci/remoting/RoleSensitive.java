package org.jenkinsci.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public interface RoleSensitive {}
