package org.kohsuke.stapler;

@SuppressWarnings({"rawtypes", "serial"})
public interface StaplerProxy {
    java.lang.Object getTarget();
}
