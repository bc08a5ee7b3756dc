package org.kohsuke.stapler;

@SuppressWarnings({"rawtypes", "serial"})
public interface StaplerRequest2 extends jakarta.servlet.http.HttpServletRequest {
    void bindJSON(java.lang.Object a, net.sf.json.JSONObject b);

    java.lang.String getRestOfPath();
}
