package com.cloudbees.plugins.credentials;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class CredentialsProvider
        extends hudson.model.Descriptor<com.cloudbees.plugins.credentials.CredentialsProvider>
        implements hudson.ExtensionPoint,
                hudson.model.Describable<com.cloudbees.plugins.credentials.CredentialsProvider> {
    public static final hudson.security.Permission USE_ITEM = null;

    public static native <C extends com.cloudbees.plugins.credentials.common.IdCredentials> C findCredentialById(
            java.lang.String a,
            java.lang.Class<C> b,
            hudson.model.Run<?, ?> c,
            java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> d);

    public static native <C extends com.cloudbees.plugins.credentials.common.IdCredentials>
            C findCredentialByIdInItemGroup(
                    java.lang.String a,
                    java.lang.Class<C> b,
                    hudson.model.ItemGroup<?> c,
                    org.springframework.security.core.Authentication d,
                    java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> e);

    public static native <C extends com.cloudbees.plugins.credentials.Credentials>
            java.util.List<C> lookupCredentialsInItem(
                    java.lang.Class<C> a,
                    hudson.model.Item b,
                    org.springframework.security.core.Authentication c,
                    java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> d);

    public static native <C extends com.cloudbees.plugins.credentials.Credentials>
            java.util.List<C> lookupCredentialsInItemGroup(
                    java.lang.Class<C> a,
                    hudson.model.ItemGroup b,
                    org.springframework.security.core.Authentication c,
                    java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> d);

    private CredentialsProvider() {}
}
