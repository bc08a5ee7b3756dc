package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Cause {
    public Cause() {}

    public static class UserIdCause extends hudson.model.Cause {
        public native java.lang.String getUserId();

        private UserIdCause() {}
    }
}
