// Audit: the events of the ledger, found, verified, proved, exported.

import { h, replace } from "./dom.js";
import { moment } from "./format.js";
import { badge, card, choice, digest, facts, field, icon, nothing, table, when } from "./parts.js";

const LIMIT = 50;

/** The short fields of an event's payload. */
export function fieldsOf(event) {
    const shown = Object.entries(event.fields).filter(([name, value]) => value !== "" && value !== null && name !== "deployment");
    return h(
        "span",
        { class: "aviary-fields" },
        shown.map(([name, value]) => h("span", {}, h("b", {}, name), " ", /^[0-9a-f]{40,}$/.test(String(value)) ? String(value).slice(0, 8) : String(value))),
    );
}

export function show(view, page) {
    if (view.argument) {
        view.watch(`events/${view.argument}`, {}, (value) => one(view, value, page));
        return;
    }
    const verdict = h("div", { role: "status" });
    const filters = h("div", {});
    const rows = h("div", {});
    const verify = h("button", { type: "button", class: "jenkins-button jenkins-button--primary" }, icon("lock"), "Verify the ledger");
    verify.addEventListener("click", () => check(view, verify, verdict));
    replace(
        page,
        h("header", { class: "aviary-head" }, h("h1", {}, "Audit"), h("span", { class: "aviary-end" }, verify, " ", h("a", { class: "jenkins-button", href: view.api.url("export"), download: "aviary-ledger.zip" }, icon("down"), "Export"))),
        verdict,
        card(null, filters, rows),
    );
    const query = {};
    for (const name of ["type", "actor", "environment", "world", "release", "from", "to", "before"]) {
        query[name] = view.query[name];
    }
    view.watch("facets", {}, (facets) => replace(filters, form(view, facets)));
    view.watch("events", { ...query, limit: LIMIT }, (value) =>
        replace(
            rows,
            value.events.length
                ? table(
                      ["Event", "When", "What", "By", "Where", "Release", "Details"],
                      value.events.map((event) => [
                          h("a", { href: `#/audit/${event.sequence}` }, `#${event.sequence}`),
                          when(event.time),
                          h("code", {}, event.type),
                          h("span", { title: event.authentication }, event.actor),
                          event.environment || "–",
                          event.release ? h("a", { href: `#/releases/${event.release}` }, digest(event.release)) : "–",
                          fieldsOf(event),
                      ]),
                      "Events",
                  )
                : nothing("No event is like that."),
            h(
                "nav",
                { class: "aviary-pager", "aria-label": "Pages of the list" },
                h("span", {}, `${value.total.toLocaleString("en")} events in all`),
                h("button", { type: "button", class: "jenkins-button", "data-key": "newest", disabled: !view.query.before, onclick: () => view.go({ before: "" }) }, "Newest"),
                h("button", { type: "button", class: "jenkins-button", "data-key": "older", disabled: value.next === undefined, onclick: () => view.go({ before: value.next }) }, "Older"),
            ),
        ),
    );
}

function form(view, facets) {
    const families = [...new Set(facets.types.map((type) => type.split(".")[0]))].filter((family) => facets.types.filter((type) => type.startsWith(`${family}.`)).length > 1);
    const types = [...families.map((family) => [family, `${family}.*`]), ...facets.types.map((type) => [type, type])].sort((a, b) => (a[1] < b[1] ? -1 : 1));
    const options = (all) => [["", "all"], ...all.map((name) => [name, name])];
    const pick = (name, all) => choice(name, view.query[name] ?? "", all, (value) => view.go({ [name]: value, before: "" }));
    return h(
        "div",
        { class: "aviary-bar" },
        field("What", pick("type", [["", "all"], ...types])),
        field("By", pick("actor", options(facets.actors))),
        field("Environment", pick("environment", options(facets.environments))),
        field("World", pick("world", options(facets.worlds))),
        field("From", date(view, "from")),
        field("To", date(view, "to")),
        view.query.release ? field("Release", h("button", { type: "button", class: "jenkins-button", onclick: () => view.go({ release: "" }) }, digest(view.query.release), " ✕")) : null,
    );
}

function date(view, name) {
    return h("input", {
        class: "jenkins-input aviary-input",
        type: "date",
        "data-key": `filter-${name}`,
        value: (view.query[name] ?? "").slice(0, 10),
        onchange: (event) => view.go({ [name]: event.target.value ? `${event.target.value}T00:00:00Z` : "", before: "" }),
    });
}

async function check(view, button, verdict) {
    button.disabled = true;
    replace(verdict, h("p", { class: "aviary-quiet" }, icon("busy"), " Reading and hashing every event …"));
    try {
        const { value } = await view.api.get("verification", {}, view.signal);
        replace(
            verdict,
            h(
                "div",
                { class: `jenkins-card aviary-card aviary-verdict aviary-verdict--${value.intact ? "good" : "bad"}` },
                h("p", {}, badge(value.intact ? "intact" : "failed", value.intact ? "intact" : "NOT INTACT"), ` ${value.events.toLocaleString("en")} events, ${value.vouched.toLocaleString("en")} of them covered by ${value.checkpoints} signed checkpoints; verified ${moment(value.at)}.`),
                value.unsigned ? h("p", { class: "aviary-quiet" }, `Not yet signed: ${value.unsigned.toLocaleString("en")} events from ${value.vouched} on.`) : null,
                value.warnings.length ? h("ul", {}, value.warnings.map((warning) => h("li", { class: "aviary-reason" }, warning))) : null,
                value.findings.length ? h("ul", {}, value.findings.map((finding) => h("li", {}, finding.message))) : null,
                h("p", { class: "aviary-quiet" }, value.keys.length ? "Trusted key: " : "No key is trusted: nobody can tell whether a whole ledger was replaced.", value.keys.map((key) => h("code", { class: "aviary-wrap" }, key))),
            ),
        );
    } catch (error) {
        if (!view.signal.aborted) {
            replace(verdict, h("p", { class: "aviary-reason" }, error.message));
        }
    } finally {
        button.disabled = false;
    }
}

function one(view, value, page) {
    const proof = h("div", { role: "status" });
    const button = h("button", { type: "button", class: "jenkins-button", onclick: () => prove(view, value.sequence, proof) }, icon("lock"), "Show the proof");
    replace(
        page,
        h("p", {}, h("a", { href: "#/audit" }, "All events")),
        h("h1", {}, `Event #${value.sequence}`),
        card(
            null,
            facts([
                ["What", h("code", {}, value.type)],
                ["When", h("time", { datetime: value.time }, moment(value.time))],
                ["By", `${value.actor.name} (${value.actor.authentication})`],
                ["Run", value.run],
                ["Environment", value.environment],
                ["Release", value.release ? h("a", { href: `#/releases/${value.release}` }, digest(value.release)) : ""],
                ["Leaf hash", h("code", { class: "aviary-wrap" }, value.leafHash)],
            ]),
            h("pre", { class: "aviary-json", tabindex: "0" }, JSON.stringify(value.payload, null, 2)),
            h("p", {}, button),
            proof,
        ),
    );
}

async function prove(view, sequence, place) {
    try {
        const { value } = await view.api.get(`proofs/${sequence}`, {}, view.signal);
        replace(
            place,
            h("h3", {}, "Proof"),
            h("p", {}, `The event is leaf ${value.proof.leaf} of the Merkle tree of ${value.proof.size} events (RFC 6962). Hash it, then these on the way to the root, which the checkpoint signs:`),
            h("pre", { class: "aviary-json", tabindex: "0" }, value.proof.path.join("\n")),
            h("pre", { class: "aviary-json", tabindex: "0" }, value.checkpoint),
            h("p", {}, h("a", { class: "jenkins-button", href: view.api.url(`proofs/${sequence}`), download: `event-${sequence}-proof.json` }, icon("down"), "Download the proof")),
        );
    } catch (error) {
        if (!view.signal.aborted) {
            replace(place, h("p", { class: "aviary-reason" }, error.message));
        }
    }
}
