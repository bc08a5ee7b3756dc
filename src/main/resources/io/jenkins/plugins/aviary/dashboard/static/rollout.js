// Rollouts: the list, and one with its stages, the judge's reasons and its deliveries.

import { h, replace } from "./dom.js";
import { number, span } from "./format.js";
import { interval, versus } from "./chart.js";
import { badge, card, choice, facts, field, icon, nothing, pager, release, table, tone, took, when } from "./parts.js";
import { fieldsOf } from "./audit.js";

const LIMIT = 50;

export function show(view, page) {
    if (view.argument) {
        view.watch(`rollouts/${view.argument}`, {}, (value) => one(value, page));
    } else {
        list(view, page);
    }
}

function list(view, page) {
    const rows = h("div", {});
    replace(
        page,
        h("h1", {}, "Rollouts"),
        card(
            null,
            h(
                "div",
                { class: "aviary-bar" },
                field(
                    "Result",
                    choice("result", view.query.result ?? "", [["", "all"], ["running", "running"], ["success", "success"], ["failed", "failed"], ["rolledback", "rolled back"]], (value) => view.go({ result: value, skip: "" })),
                ),
            ),
            rows,
        ),
    );
    view.watch("rollouts", { result: view.query.result, environment: view.query.environment, skip: view.query.skip, limit: LIMIT }, (value) =>
        replace(
            rows,
            value.items.length
                ? table(
                      ["Rollout", "Environment", "Release", "Result", "Worlds", "Began", "Took", "By"],
                      value.items.map((row) => [
                          h("a", { href: `#/rollouts/${encodeURIComponent(row.id)}` }, row.id),
                          row.environment,
                          release(row.version, row.release),
                          badge(row.result),
                          `${row.done} of ${row.worlds}${row.bad ? `, ${row.bad} bad` : ""}`,
                          when(row.started),
                          took(row),
                          row.actor,
                      ]),
                      "Rollouts",
                  )
                : nothing("No such rollout."),
            pager(value, LIMIT, (skip) => view.go({ skip: skip || "" })),
        ),
    );
}

function one(value, page) {
    const summary = value.summary;
    replace(
        page,
        h("p", {}, h("a", { href: "#/rollouts" }, "All rollouts")),
        h("header", { class: "aviary-head" }, h("h1", {}, value.id), badge(value.story.state === "paused" ? "paused" : summary?.result ?? value.story.state)),
        value.story.reason ? h("p", { class: "aviary-reason" }, value.story.reason) : null,
        summary
            ? card(
                  null,
                  facts([
                      ["Environment", summary.environment],
                      ["Release", release(summary.version, summary.release)],
                      ["Before", summary.fromVersion],
                      ["Strategy", value.story.strategy],
                      ["Began", when(summary.started)],
                      ["Ended", summary.ended ? when(summary.ended) : ""],
                      ["By", summary.actor],
                      ["Run", summary.run],
                      ["Worlds", `${summary.done} of ${summary.worlds}`],
                  ]),
              )
            : null,
        value.story.stages.length ? stages(value.story.stages) : null,
        value.story.stages.filter((stage) => stage.metrics.length).reverse().map(judgement),
        value.deployments.length
            ? card(
                  "Deliveries",
                  table(
                      ["World", "Host", "Result", "Began", "Took", "Reason"],
                      value.deployments.map((row) => [
                          `${row.environment}/${row.world}`,
                          row.host || "–",
                          badge(row.result),
                          when(row.started),
                          took(row),
                          h("span", { class: "aviary-clip", title: row.reason }, row.reason),
                      ]),
                      "Deliveries of this rollout",
                  ),
              )
            : null,
        value.events.length
            ? h(
                  "details",
                  { class: "jenkins-card aviary-card", "data-key": "events" },
                  h("summary", {}, `All ${value.events.length} events of the rollout`),
                  table(["When", "What", "Details", "Event"], value.events.map((event) => [when(event.time), h("code", {}, event.type), fieldsOf(event), h("a", { href: `#/audit/${event.sequence}` }, `#${event.sequence}`)]), "Events"),
              )
            : null,
    );
}

function stages(all) {
    return h(
        "ol",
        { class: "aviary-stages" },
        all.map((stage) =>
            h(
                "li",
                { class: `aviary-stage aviary-stage--${tone(stage.state)}`, "aria-current": stage.state === "running" ? "step" : null },
                h("div", { class: "aviary-tile-head" }, h("strong", {}, stage.name), badge(stage.state)),
                h("div", { class: "aviary-quiet" }, [stage.percent !== undefined ? `${number(stage.percent)} %` : "", stage.worlds.length ? `${stage.worlds.length} worlds` : "", stage.judgements ? `judged ${stage.judgements}×` : ""].filter(Boolean).join(" · ")),
                stage.worlds.length ? h("div", { class: "aviary-names" }, stage.worlds.slice(0, 12).join(", "), stage.worlds.length > 12 ? ` and ${stage.worlds.length - 12} more` : "") : null,
                stage.started ? h("div", { class: "aviary-quiet" }, "began ", when(stage.started), stage.ended ? `, took ${span(new Date(stage.ended) - new Date(stage.started))}` : "") : null,
                stage.reason ? h("p", { class: "aviary-reason" }, stage.reason) : null,
            ),
        ),
    );
}

function judgement(stage) {
    return card(
        `Metrics of the stage “${stage.name}”`,
        h(
            "p",
            { class: "aviary-legend" },
            h("span", { class: "aviary-key aviary-key--control" }, "the release before (dashed)"),
            h("span", { class: "aviary-key aviary-key--experiment" }, "the new release (solid)"),
        ),
        stage.baseline ? h("p", { class: "aviary-quiet" }, `Compared with ${stage.baseline}.`) : null,
        stage.errors.length ? h("p", { class: "aviary-reason" }, icon("warn"), ` Not measured: ${stage.errors.slice(0, 5).join("; ")}`) : null,
        h("div", { class: "aviary-charts" }, stage.metrics.map(metric)),
    );
}

function metric(one) {
    const known = one.shift !== undefined && one.low !== undefined && one.high !== undefined;
    const control = one.control.map((value) => value ?? null);
    const experiment = one.experiment.map((value) => value ?? null);
    const text = known ? `estimated change ${number(one.shift)}, between ${number(one.low)} and ${number(one.high)}` : "";
    return h(
        "figure",
        { class: `aviary-metric aviary-metric--${tone(one.verdict)}` },
        h("figcaption", { class: "aviary-tile-head" }, h("strong", {}, one.name), badge(one.verdict)),
        control.length || experiment.length ? versus(control, experiment, `${one.name}: ${control.length} values before, ${experiment.length} of the new release`) : null,
        known ? interval(one.shift, one.low, one.high, text) : null,
        h("p", { class: "aviary-quiet" }, [text, one.p !== undefined ? `p = ${number(one.p) === "0" ? one.p.toPrecision(1) : number(one.p)}` : "", one.direction ? `${one.direction} would be bad` : "", one.decides ? (one.critical ? "critical" : "") : "shown only"].filter(Boolean).join(" · ")),
        one.reason ? h("p", {}, one.verdict === "pass" ? null : icon("warn"), " ", one.reason) : null,
    );
}
