// Deployments: what runs where, what happened when, and all deliveries.

import { h, replace } from "./dom.js";
import { dayOf } from "./format.js";
import { timeline } from "./chart.js";
import { badge, card, choice, field, icon, nothing, pager, release, table, tone, took, when } from "./parts.js";

const LIMIT = 25;
const MOST_TILES = 120;

// What was seen longer ago than this says nothing about now: a world that recovered makes no event.
const STALE = 3600000;

function isFresh(health, now) {
    return Boolean(health) && new Date(now) - new Date(health.at) < STALE;
}

export function show(view, page) {
    const summary = h("div", { class: "aviary-figures" });
    const board = h("div", { class: "aviary-stack" });
    const chart = h("div", {});
    const list = h("div", {});
    const days = ["7", "30", "90", "365"].includes(view.query.days) ? Number(view.query.days) : 0;
    let latest = null;
    let filter = view.query.filter ?? "";
    const draw = () => replace(board, latest.environments.length ? latest.environments.map((one) => environment(one, filter, latest.now)) : nothing("Nothing has been deployed yet.", "Worlds of aviary.yml and everything the ledger knows appear here."));
    replace(
        page,
        h("h1", {}, "Deployments"),
        summary,
        h(
            "div",
            { class: "aviary-bar" },
            field(
                "Find a world",
                h("input", { class: "jenkins-input aviary-input", type: "search", "data-key": "find", value: filter, placeholder: "name, host or version", oninput: (event) => { filter = event.target.value; if (latest) { draw(); } } }),
            ),
            compareForm(),
        ),
        board,
        card(
            "Timeline",
            h(
                "div",
                { class: "aviary-bar" },
                field("Show", choice("days", days ? String(days) : "", [["", "the newest"], ["7", "7 days"], ["30", "30 days"], ["90", "90 days"], ["365", "a year"]], (value) => view.go({ days: value }))),
                legend(),
            ),
            chart,
        ),
        card("Deliveries", list),
    );
    view.watch("board", {}, (value) => {
        latest = value;
        replace(summary, figures(value));
        draw();
    });
    const to = new Date(Math.ceil(Date.now() / 3600000) * 3600000);
    view.watch("timeline", { from: days ? stamp(new Date(to.getTime() - days * 86400000)) : "", to: days ? stamp(to) : "", environment: view.query.environment }, (value) =>
        replace(
            chart,
            value.bars.length ? h("div", { class: "aviary-scroll", tabindex: "0", role: "region", "aria-label": "Timeline" }, timeline(value)) : nothing(`Nothing was delivered since ${dayOf(value.from)}.`),
            value.more ? h("p", { class: "aviary-quiet" }, "There is more than fits; the oldest are left out.") : null,
        ),
    );
    deliveries(view, list);
}

function stamp(date) {
    return date.toISOString().replace(/\.\d+Z$/, "Z");
}

function figures(board) {
    const worlds = board.environments.flatMap((one) => one.worlds);
    const count = (state) => worlds.filter((world) => world.state === state).length;
    const ill = worlds.filter((world) => isFresh(world.health, board.now) && tone(world.health.state) !== "good").length;
    return [
        figure(worlds.length, "worlds", "quiet", "none"),
        figure(count("current"), "run the newest release", "good", "good"),
        figure(count("behind"), "are behind", count("behind") ? "warn" : "quiet", "down"),
        figure(count("differs"), "have drifted", count("differs") ? "bad" : "quiet", "warn"),
        figure(ill, "are not healthy", ill ? "bad" : "quiet", "bad"),
        figure(board.running.length, "deliveries run", board.running.length ? "busy" : "quiet", "busy"),
        figure(board.waiting, "approvals wait", board.waiting ? "warn" : "quiet", "wait", "#/approvals"),
    ];
}

function figure(value, text, colour, picture, href) {
    return h(href ? "a" : "div", { class: `aviary-figure aviary-figure--${colour}`, href }, h("span", { class: "aviary-figure-value" }, icon(picture), String(value)), h("span", {}, text));
}

function compareForm() {
    const from = h("input", { class: "jenkins-input aviary-input", name: "from", required: true, placeholder: "2.0.1 or digest" });
    const to = h("input", { class: "jenkins-input aviary-input", name: "to", required: true, placeholder: "2.1.0 or digest" });
    return h(
        "form",
        {
            class: "aviary-bar aviary-end",
            onsubmit: (event) => {
                event.preventDefault();
                location.hash = `#/compare?${new URLSearchParams({ from: from.value, to: to.value })}`;
            },
        },
        field("Compare", from),
        field("with", to),
        h("button", { class: "jenkins-button" }, "Compare"),
    );
}

// Who delivers to an environment, and who waits behind them.
function queued(turn, place) {
    return h("li", {}, badge(place === 0 ? "deploying" : "waiting"), ` ${turn.step} of ${turn.run} by ${turn.actor}, since `, when(turn.since));
}

function environment(row, filter, now) {
    const wanted = row.worlds.filter((world) => [world.name, world.host, world.version, world.state].some((text) => text.toLowerCase().includes(filter.toLowerCase())));
    return h(
        "section",
        { class: "jenkins-card aviary-card" },
        h(
            "header",
            { class: "aviary-head" },
            h("h2", {}, row.name),
            row.version || row.release ? h("span", {}, "newest: ", release(row.version, row.release)) : null,
            row.after.length ? h("span", { class: "aviary-quiet" }, `after ${row.after.join(", ")}`) : null,
            row.configured ? null : badge("unmanaged"),
        ),
        row.turns.length ? h("ol", { class: "aviary-plain", "aria-label": `Turns at ${row.name}` }, row.turns.map((turn, place) => queued(turn, place))) : null,
        wanted.length ? h("ul", { class: "aviary-tiles" }, wanted.slice(0, MOST_TILES).map((world) => tile(world, now))) : h("p", { class: "aviary-quiet" }, "No such world."),
        wanted.length > MOST_TILES ? h("p", { class: "aviary-quiet" }, `${wanted.length - MOST_TILES} more; find them by name.`) : null,
    );
}

function tile(world, now) {
    const fresh = isFresh(world.health, now);
    return h(
        "li",
        { class: `aviary-tile aviary-tile--${fresh && tone(world.health.state) === "bad" ? "differs" : world.state}` },
        h("div", { class: "aviary-tile-head" }, h("strong", {}, world.name), badge(world.state)),
        h("div", { class: "aviary-tile-release" }, release(world.version, world.release)),
        h("div", { class: "aviary-quiet" }, world.since ? ["since ", when(world.since)] : "nothing delivered yet", world.host ? ` · ${world.host}` : ""),
        world.health
            ? h(
                  "div",
                  { class: "aviary-tile-health" },
                  fresh ? badge(world.health.state) : h("span", { class: "aviary-badge aviary-badge--quiet" }, icon("wait"), `was ${world.health.state}`),
                  world.health.players !== undefined ? h("span", {}, `${world.health.players} players`) : null,
                  h("span", { class: "aviary-quiet" }, "seen ", when(world.health.at)),
                  world.health.reason ? h("p", { class: fresh ? "aviary-reason" : "aviary-quiet" }, world.health.reason) : null,
                  world.state === "differs" ? h("p", { class: "aviary-reason" }, `it runs ${world.health.version || world.health.release.slice(0, 8)}`) : null,
              )
            : null,
    );
}

function legend() {
    return h(
        "ul",
        { class: "aviary-legend", "aria-label": "Marks in the chart" },
        h("li", {}, badge("success", "● delivered")),
        h("li", {}, badge("failed", "✕ failed")),
        h("li", {}, badge("rolledback", "◀ rolled back")),
        h("li", {}, badge("running", "◆ running")),
    );
}

function deliveries(view, list) {
    const query = { environment: view.query.environment, world: view.query.world, result: view.query.result, skip: view.query.skip, limit: LIMIT };
    view.watch("facets", {}, (facets) => {
        const options = (all, every) => [["", every], ...all.map((name) => [name, name])];
        const rows = h("div", {});
        replace(
            list,
            h(
                "div",
                { class: "aviary-bar" },
                field("Environment", choice("environment", query.environment ?? "", options(facets.environments, "all"), (value) => view.go({ environment: value, skip: "" }))),
                field("World", choice("world", query.world ?? "", options(facets.worlds, "all"), (value) => view.go({ world: value, skip: "" }))),
                field(
                    "Result",
                    choice("result", query.result ?? "", [["", "all"], ["success", "success"], ["failed", "failed"], ["rolledback", "rolled back"], ["running", "running"]], (value) => view.go({ result: value, skip: "" })),
                ),
            ),
            rows,
        );
        view.watch("deployments", query, (page) => {
            replace(
                rows,
                page.items.length
                    ? table(["World", "Release", "Before", "Result", "Began", "Took", "By", "Reason"], page.items.map(row), "Deliveries")
                    : nothing("No such delivery."),
                pager(page, LIMIT, (skip) => view.go({ skip: skip || "" })),
            );
        });
    });
}

function row(one) {
    return [
        h("a", { href: `#/rollouts/${encodeURIComponent(one.id)}` }, `${one.environment}/${one.world}`),
        release(one.version, one.release),
        release(one.fromVersion, one.fromRelease),
        badge(one.result),
        when(one.started),
        took(one),
        one.actor,
        h("span", { class: "aviary-clip", title: one.reason }, one.unplanned ? badge("unstable", "unplanned") : null, " ", one.reason),
    ];
}
