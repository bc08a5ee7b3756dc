package com.cloudbees.plugins.credentials;

@SuppressWarnings({"rawtypes", "serial"})
public class CredentialsMatchers {
    public static native com.cloudbees.plugins.credentials.CredentialsMatcher always();

    public static native com.cloudbees.plugins.credentials.CredentialsMatcher anyOf(
            com.cloudbees.plugins.credentials.CredentialsMatcher... a);

    public static native <C extends com.cloudbees.plugins.credentials.Credentials> C firstOrNull(
            java.lang.Iterable<C> a, com.cloudbees.plugins.credentials.CredentialsMatcher b);

    public static native com.cloudbees.plugins.credentials.CredentialsMatcher instanceOf(java.lang.Class a);

    public static native com.cloudbees.plugins.credentials.CredentialsMatcher withId(java.lang.String a);

    private CredentialsMatchers() {}
}
