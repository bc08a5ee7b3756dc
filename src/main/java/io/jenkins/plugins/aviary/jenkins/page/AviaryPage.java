package io.jenkins.plugins.aviary.jenkins.page;

import hudson.Extension;
import hudson.model.RootAction;
import org.kohsuke.stapler.StaplerProxy;

/**
 * {@code /aviary}: the pages of the whole installation. Whoever comes here without {@code Aviary/View} sees nothing of
 * it, except that voters reach the gates of jobs that they may vote in.
 */
@Extension
public final class AviaryPage implements RootAction, StaplerProxy {
    private final Site site;
    private final DashboardAddress api;
    private final GatePages approvals;

    /** The pages of this Jenkins. */
    public AviaryPage() {
        this(JenkinsSite.HERE);
    }

    AviaryPage(Site site) {
        this.site = site;
        this.api = new DashboardAddress(site);
        this.approvals = new GatePages(site);
    }

    @Override
    public String getIconFileName() {
        return isViewer() ? "symbol-aviary plugin-aviary" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.AviaryPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "aviary";
    }

    /** Lets only those in who may see something here; each address below says whom it serves. */
    @Override
    public Object getTarget() {
        site.jenkins().require(Right.READ);
        return this;
    }

    /** Whether the present user may see the pages of the whole installation. */
    public boolean isViewer() {
        return site.jenkins().may(Right.VIEW);
    }

    /** The read model in JSON, and the modules of the pages. */
    public DashboardAddress getApi() {
        site.jenkins().require(Right.VIEW);
        return api;
    }

    /** The modules and style sheets of the pages; they hold nothing of anybody. */
    public StaticAddress getAssets() {
        return new StaticAddress();
    }

    /** Where a turn at an environment is freed by hand; who may do so is asked there. */
    public TurnPages getTurns() {
        return new TurnPages(site);
    }

    /** What waits for votes. */
    public GatePages getApprovals() {
        return approvals;
    }
}
