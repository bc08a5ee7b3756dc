package com.cloudbees.plugins.credentials.common;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class AbstractIdCredentialsListBoxModel<
                T extends com.cloudbees.plugins.credentials.common.AbstractIdCredentialsListBoxModel<T, C>,
                C extends com.cloudbees.plugins.credentials.common.IdCredentials>
        extends hudson.util.ListBoxModel {
    public native com.cloudbees.plugins.credentials.common.AbstractIdCredentialsListBoxModel<T, C> includeCurrentValue(
            java.lang.String a);

    public native com.cloudbees.plugins.credentials.common.AbstractIdCredentialsListBoxModel<T, C> includeEmptyValue();

    public native com.cloudbees.plugins.credentials.common.AbstractIdCredentialsListBoxModel<T, C> includeMatchingAs(
            org.springframework.security.core.Authentication a,
            hudson.model.Item b,
            java.lang.Class<? extends C> c,
            java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> d,
            com.cloudbees.plugins.credentials.CredentialsMatcher e);

    public native com.cloudbees.plugins.credentials.common.AbstractIdCredentialsListBoxModel<T, C> includeMatchingAs(
            org.springframework.security.core.Authentication a,
            hudson.model.ItemGroup b,
            java.lang.Class<? extends C> c,
            java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> d,
            com.cloudbees.plugins.credentials.CredentialsMatcher e);

    protected AbstractIdCredentialsListBoxModel() {}
}
