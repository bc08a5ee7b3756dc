// Approvals: the gates that wait, and those that ended.

import { h, replace, safeLink } from "./dom.js";
import { badge, card, choice, digest, facts, field, icon, nothing, pager, release, when } from "./parts.js";

const LIMIT = 25;

export function show(view, page) {
    const list = h("div", { class: "aviary-stack" });
    const state = view.query.state ?? "waiting";
    replace(
        page,
        h("h1", {}, "Approvals"),
        h(
            "div",
            { class: "aviary-bar" },
            field("Show", choice("state", state, [["waiting", "those that wait"], ["settled", "those that ended"], ["all", "all"]], (value) => view.go({ state: value, skip: "" }))),
        ),
        list,
    );
    view.watch("approvals", { state, skip: view.query.skip, limit: LIMIT }, (value) =>
        replace(
            list,
            value.items.length ? value.items.map(gate) : card(null, nothing(state === "waiting" ? "Nobody waits for an approval." : "There is no such gate.")),
            value.total > LIMIT ? pager(value, LIMIT, (skip) => view.go({ skip: skip || "" })) : null,
        ),
    );
}

/** One gate, with all that somebody should see before they agree. */
export function gate(one) {
    return h(
        "article",
        { class: "jenkins-card aviary-card aviary-gate" },
        h("header", { class: "aviary-head" }, h("h2", {}, release(one.version, one.release), ` to ${one.environment}`), badge(one.state), h("span", { class: "aviary-quiet" }, "asked ", when(one.opened), ` by ${one.requester}`)),
        one.message ? h("blockquote", {}, one.message) : null,
        h(
            "div",
            { class: "aviary-columns" },
            h(
                "div",
                {},
                h("h3", {}, "Who must agree"),
                h("p", {}, h("code", {}, one.rule)),
                one.missing.length ? h("p", {}, icon("wait"), ` still missing: ${one.missing.join(" and ")}`) : null,
                h(
                    "ul",
                    { class: "aviary-plain" },
                    one.votes.map((vote) =>
                        h("li", {}, badge("approved", vote.voter), vote.behalfOf ? ` for ${vote.behalfOf}` : "", " ", when(vote.at), vote.countsAs.length ? h("span", { class: "aviary-quiet" }, ` as ${vote.countsAs.join(", ")}`) : null, vote.comment ? h("blockquote", {}, vote.comment) : null),
                    ),
                ),
                one.voided.map((reason) => h("p", { class: "aviary-reason" }, `earlier votes are void: ${reason}`)),
                one.settled ? h("p", {}, badge(one.state), ` by ${one.settled.by} `, when(one.settled.at), one.settled.reason ? `: ${one.settled.reason}` : "") : null,
            ),
            h(
                "div",
                {},
                h("h3", {}, "What is asked for"),
                facts([
                    ["Runs there now", one.runs],
                    ["Subject", digest(one.subject)],
                    ["Artifact", digest(one.release)],
                    ["Configuration", digest(one.config)],
                    ["Migration plan", digest(one.plan)],
                    ["Gate", one.gate],
                    ["Closes", one.state === "waiting" ? when(one.expires) : ""],
                ]),
            ),
            h(
                "div",
                {},
                h("h3", {}, "What it comes with"),
                one.evidence.length ? h("ul", { class: "aviary-plain" }, one.evidence.map(evidence)) : null,
                one.migrations.length ? [h("h4", {}, "Migrations"), h("ul", { class: "aviary-plain" }, one.migrations.map((migration) => h("li", {}, h("code", {}, migration.name), ` ${migration.risk}`)))] : null,
                one.authors.length ? [h("h4", {}, "Authors"), h("p", { class: "aviary-names" }, one.authors.slice(0, 20).join(", "), one.authors.length > 20 ? ` and ${one.authors.length - 20} more` : "")] : null,
            ),
        ),
    );
}

function evidence(one) {
    const text = `${one.name}: ${one.result}`;
    const link = safeLink(one.link);
    return h("li", {}, link ? h("a", { href: link, rel: "noreferrer" }, text) : text);
}
