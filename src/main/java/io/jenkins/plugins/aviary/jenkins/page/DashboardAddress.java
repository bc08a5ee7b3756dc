package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.GET;

/** {@code /aviary/api/}: the read model of the pages, as {@code docs/reference/rest.md} tells. It changes nothing. */
public final class DashboardAddress {
    private static final int LONGEST_PATH = 500;

    private final Site site;

    DashboardAddress(Site site) {
        this.site = site;
    }

    /** Answers all addresses below. */
    @GET
    public HttpResponse doDynamic(StaplerRequest2 request) {
        site.jenkins().require(Right.VIEW);
        String path = request.getRestOfPath().replaceFirst("^/", "");
        if (path.length() > LONGEST_PATH) {
            return Answers.error(404, "There is no such address");
        }
        String trouble = LedgerTrouble.text(site);
        if (!trouble.isEmpty()) {
            return Answers.error(500, trouble);
        }
        DashboardApi api = site.dashboard();
        if (path.equals("export")) {
            return new Answer((asked, reply) -> {
                reply.setContentType("application/zip");
                reply.setHeader("Content-Disposition", "attachment; filename=\"aviary-ledger.zip\"");
                reply.setHeader("Cache-Control", "no-store");
                api.export(reply.getOutputStream());
            });
        }
        return api.get(path, parameters(request))
                .map(Answers::of)
                .orElseGet(() -> Answers.error(404, "There is no such address"));
    }

    private static Map<String, List<String>> parameters(StaplerRequest2 request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
        return parameters;
    }
}
