package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Cause {
    public Cause() {}

    public static class UpstreamCause extends hudson.model.Cause {
        public native java.util.List<hudson.model.Cause> getUpstreamCauses();

        private UpstreamCause() {}
    }

    public static class UserIdCause extends hudson.model.Cause {
        public native java.lang.String getUserId();

        private UserIdCause() {}
    }
}
