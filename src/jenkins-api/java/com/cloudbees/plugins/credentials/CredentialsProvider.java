package com.cloudbees.plugins.credentials;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class CredentialsProvider
        extends hudson.model.Descriptor<com.cloudbees.plugins.credentials.CredentialsProvider>
        implements hudson.ExtensionPoint,
                hudson.model.Describable<com.cloudbees.plugins.credentials.CredentialsProvider> {
    public static final hudson.security.Permission USE_ITEM = null;

    public static native com.cloudbees.plugins.credentials.common.IdCredentials findCredentialById(
            java.lang.String a, java.lang.Class b, hudson.model.Run c, java.util.List d);

    public static native com.cloudbees.plugins.credentials.common.IdCredentials findCredentialByIdInItemGroup(
            java.lang.String a,
            java.lang.Class b,
            hudson.model.ItemGroup c,
            org.springframework.security.core.Authentication d,
            java.util.List e);

    public static native java.util.List lookupCredentialsInItem(
            java.lang.Class a,
            hudson.model.Item b,
            org.springframework.security.core.Authentication c,
            java.util.List d);

    public static native java.util.List lookupCredentialsInItemGroup(
            java.lang.Class a,
            hudson.model.ItemGroup b,
            org.springframework.security.core.Authentication c,
            java.util.List d);

    private CredentialsProvider() {}
}
