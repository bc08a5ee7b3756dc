package io.jenkins.plugins.aviary.config;

import io.jenkins.plugins.aviary.model.ApprovalDemand;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.Farewell;
import io.jenkins.plugins.aviary.model.FreezeTime;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import io.jenkins.plugins.aviary.model.ScanDemand;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.operation.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what an environment demands of a release and how it gets one. */
final class PolicyReader {
    private static final Pattern VERIFIER_KEY = Pattern.compile("[^\\s+]{1,200}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}");

    private static final Pattern NOTICE = Pattern.compile("[^\\p{Cntrl}]{1," + Farewell.LONGEST_NOTICE + "}");
    private static final Duration LONGEST_FAREWELL = Duration.ofDays(1);

    private PolicyReader() {}

    /** Reads a policy; notes what is wrong with it in the section. */
    static EnvironmentPolicy policy(Section section) {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        EnvironmentPolicy policy = new EnvironmentPolicy(
                section.texts("after"),
                section.duration("soak", usual.soak()),
                section.texts("evidence"),
                section.duration("backupWithin", usual.backupWithin()),
                section.integer("maxUnavailable", usual.maxUnavailable(), 1, 10_000),
                section.integer("keepReleases", usual.keepReleases(), 1, 1_000),
                section.duration("readyWithin", usual.readyWithin()),
                section.duration("stopWithin", usual.stopWithin()),
                section.has("approval") ? Optional.of(approval(section.section("approval"))) : Optional.empty(),
                new ArrayList<>(section.each("freeze", PolicyReader::freeze).values()),
                section.has("scan") ? Optional.of(scan(section.section("scan"))) : Optional.empty(),
                provenance(section.section("provenance")),
                section.choice("whenBusy", usual.whenBusy(), WhenBusy.class),
                farewell(section),
                section.duration("steadyFor", usual.steadyFor()));
        section.end();
        return policy;
    }

    private static Farewell farewell(Section section) {
        Farewell farewell = new Farewell(
                section.matching("notice", Farewell.NONE.notice(), NOTICE, "a line of up to 120 characters"),
                section.duration("announce", Duration.ZERO),
                section.duration("drain", Duration.ZERO));
        for (String key : List.of("announce", "drain")) {
            Duration time = key.equals("drain") ? farewell.drain() : farewell.announce();
            if (time.compareTo(LONGEST_FAREWELL) > 0) {
                section.problem(key, "expected at most 1d, found " + Durations.text(time));
            }
        }
        return farewell;
    }

    private static ProvenanceDemand provenance(Section section) {
        ProvenanceDemand demand = new ProvenanceDemand(section.flag("required", false), section.texts("trustedKeys"));
        demand.keys().stream()
                .filter(key -> !VERIFIER_KEY.matcher(key).matches())
                .forEach(key -> section.problem(
                        "trustedKeys",
                        "expected verifier keys such as ci.example.org+01234567+AbCd..., found '" + key + "'"));
        section.end();
        return demand;
    }

    private static ScanDemand scan(Section section) {
        ScanDemand demand = new ScanDemand(
                section.choice("failOn", Severity.HIGH, Severity.class),
                section.choice("unstableOn", Severity.MEDIUM, Severity.class),
                section.flag("newOnly", false),
                section.duration("maxAdvisoryAge", Duration.ofDays(7)));
        section.end();
        return demand;
    }

    private static ApprovalDemand approval(Section section) {
        ApprovalDemand demand = new ApprovalDemand(
                section.required("rule", "who must agree, such as '2 of group:ops'"),
                section.flag("excludeRequester", true),
                section.flag("excludeAuthors", true),
                section.flag("commentRequired", false),
                section.duration("expiresAfter", Duration.ofDays(3)),
                section.duration("escalateAfter", Duration.ZERO),
                section.text("escalation", ""),
                section.texts("breakGlass"),
                section.has("notices") ? NoticeReader.notices(section.section("notices")) : ApprovalNotices.NONE);
        if (demand.escalation().isEmpty() != demand.escalateAfter().isZero()) {
            section.problem("escalation", "needs both 'escalation' (who) and 'escalateAfter' (after how long)");
        }
        section.end();
        return demand;
    }

    private static FreezeTime freeze(String name, Section section) {
        FreezeTime freeze = new FreezeTime(
                name,
                section.required("when", "a time such as 'fri 16:00 to mon 08:00'"),
                section.required("zone", "a time zone such as Europe/Berlin"));
        if (!freeze.zone().isEmpty() && !ZoneId.getAvailableZoneIds().contains(freeze.zone())) {
            section.problem("zone", "expected a time zone such as Europe/Berlin, found '" + freeze.zone() + "'");
        }
        return freeze;
    }
}
