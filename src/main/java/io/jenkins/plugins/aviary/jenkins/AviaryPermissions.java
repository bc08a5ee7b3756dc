package io.jenkins.plugins.aviary.jenkins;

import hudson.Extension;
import hudson.ExtensionPoint;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/**
 * Who may do what. It is an extension only so that Jenkins knows the permissions before it reads who has them. Until an
 * administrator gives them to others, administrators have them.
 */
@Extension
public final class AviaryPermissions implements ExtensionPoint {
    /** All of them, as the matrix shows them. */
    public static final PermissionGroup GROUP =
            new PermissionGroup(AviaryPermissions.class, Messages._AviaryPermissions_group());

    /** To change Aviary's configuration; implies all others. */
    public static final Permission ADMINISTER = of("Administer", Jenkins.ADMINISTER, PermissionScope.JENKINS);

    /** To see deployments, approvals, the audit trail and the trends of all jobs. */
    public static final Permission VIEW = of("View", ADMINISTER, PermissionScope.JENKINS);

    /** To start builds that deliver, and to decide whether a delivery goes on that cannot tell by itself. */
    public static final Permission DEPLOY = of("Deploy", ADMINISTER, PermissionScope.ITEM);

    /** To vote at gates; whose vote counts is what their rules say. */
    public static final Permission APPROVE = of("Approve", ADMINISTER, PermissionScope.ITEM);

    /** To start builds that roll a release back. */
    public static final Permission ROLLBACK = of("Rollback", DEPLOY, PermissionScope.ITEM);

    /** To open a gate alone in an emergency, if its policy names that person. */
    public static final Permission BREAK_GLASS = of("BreakGlass", ADMINISTER, PermissionScope.ITEM);

    private static Permission of(String name, Permission impliedBy, PermissionScope scope) {
        return new Permission(
                GROUP,
                name,
                new org.jvnet.localizer.Localizable(
                        org.jvnet.localizer.ResourceBundleHolder.get(Messages.class), "AviaryPermissions." + name),
                impliedBy,
                true,
                new PermissionScope[] {scope});
    }
}
