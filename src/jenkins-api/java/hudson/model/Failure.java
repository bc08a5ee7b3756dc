package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public class Failure extends java.lang.RuntimeException implements org.kohsuke.stapler.HttpResponse {
    public Failure(java.lang.String a) {}
}
