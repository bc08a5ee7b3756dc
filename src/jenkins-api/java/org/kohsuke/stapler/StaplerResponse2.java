package org.kohsuke.stapler;

@SuppressWarnings({"rawtypes", "serial"})
public interface StaplerResponse2 extends jakarta.servlet.http.HttpServletResponse {}
