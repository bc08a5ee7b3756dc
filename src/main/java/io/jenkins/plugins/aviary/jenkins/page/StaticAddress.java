package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.dashboard.DashboardFiles;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.GET;

/** {@code /aviary/assets/}: the modules and style sheets of the pages, from a fixed list. */
public final class StaticAddress {
    private static final DashboardFiles FILES = new DashboardFiles();

    /** The file with the name that is asked for. */
    @GET
    public HttpResponse doDynamic(StaplerRequest2 request) {
        String name = request.getRestOfPath().replaceFirst("^/", "");
        return FILES.get(name).map(Answers::of).orElseGet(() -> Answers.error(404, "There is no such file"));
    }
}
