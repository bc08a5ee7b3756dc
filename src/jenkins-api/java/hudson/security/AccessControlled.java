package hudson.security;

@SuppressWarnings({"rawtypes", "serial"})
public interface AccessControlled {
    default void checkPermission(hudson.security.Permission a) {
        throw new UnsupportedOperationException();
    }

    hudson.security.ACL getACL();

    default boolean hasPermission(hudson.security.Permission a) {
        throw new UnsupportedOperationException();
    }
}
