// Trends: the five figures of delivery, benchmarks, builds, backups.

import { h, replace } from "./dom.js";
import { measure, number, percent, span } from "./format.js";
import { series, spark } from "./chart.js";
import { card, choice, field, icon, nothing } from "./parts.js";

const FIVE = [
    ["Deployment frequency", "perDay", rate, true, "Good deployments, divided by the days."],
    ["Change lead time", "leadTimeMillis", span, false, "The median time from a commit until the deployment that brought it ended."],
    ["Change fail rate", "failRate", percent, false, "Deployments that failed or were rolled back, divided by all."],
    ["Recovery time", "recoveryMillis", span, false, "The median time from seeing that a deployment was bad until a good one ran again."],
    ["Rework rate", "reworkRate", percent, false, "Deployments that were to mend something, divided by all."],
];
const KINDS = [
    ["benchmark", "Benchmarks", "No benchmark has been recorded yet.", "Smaller is not always better: the gate knows the direction, the marks say what it found."],
    ["build", "Build times", "No build has been recorded yet.", ""],
    ["backup", "Backup sizes", "No backup has been recorded yet.", ""],
];

/** How often, in the unit that people would use. */
function rate(perDay) {
    return perDay >= 1 || perDay === 0 ? `${number(perDay)} a day` : perDay >= 1 / 7 ? `${number(perDay * 7)} a week` : `${number(perDay * 30)} in 30 days`;
}

export function show(view, page) {
    const figures = h("div", {});
    const charts = KINDS.map(() => h("div", {}));
    const days = view.query.days ?? "30";
    replace(page, h("h1", {}, "Trends"), figures, charts);
    view.watch("dora", { environment: view.query.environment, days }, (value) => replace(figures, five(view, value, days)));
    KINDS.forEach(([kind, title, empty, note], i) =>
        view.watch("trends", { kind, limit: 24 }, (value) =>
            replace(
                charts[i],
                card(
                    title,
                    note && value.items.length ? h("p", { class: "aviary-quiet" }, note) : null,
                    value.items.length ? h("div", { class: "aviary-charts" }, value.items.map(chart)) : nothing(empty),
                    value.total > value.items.length ? h("p", { class: "aviary-quiet" }, `${value.total - value.items.length} more are not shown.`) : null,
                ),
            ),
        ),
    );
}

function five(view, value, days) {
    return card(
        "The five figures of delivery",
        h(
            "div",
            { class: "aviary-bar" },
            field("Environment", choice("environment", value.environment, value.environments.map((name) => [name, name]), (name) => view.go({ environment: name }))),
            field("Of", choice("days", days, [["7", "7 days"], ["30", "30 days"], ["90", "90 days"], ["365", "a year"]], (count) => view.go({ days: count }))),
            h("span", { class: "aviary-quiet aviary-end" }, `${value.now.deployments} deployments ended in that time; `, h("a", { href: "https://dora.dev/guides/dora-metrics/", rel: "noreferrer" }, "what the figures mean")),
        ),
        h(
            "div",
            { class: "aviary-five" },
            FIVE.map(([name, key, format, more, definition]) => {
                const now = value.now[key];
                const before = value.before[key];
                return h(
                    "article",
                    { class: "aviary-five-card" },
                    h("h3", {}, name),
                    h("p", { class: "aviary-figure-value" }, now === undefined ? "–" : format(now)),
                    change(now, before, format, more, days),
                    spark(value.weeks.map((week) => week[key]), `${name} in each of the last 12 weeks`),
                    h("p", { class: "aviary-quiet" }, definition, key === "recoveryMillis" && value.now.unrecovered ? ` ${value.now.unrecovered} bad deployments are not mended yet.` : ""),
                );
            }),
        ),
    );
}

function change(now, before, format, more, days) {
    if (now === undefined || before === undefined) {
        return h("p", { class: "aviary-quiet" }, "nothing to compare with");
    }
    const better = more ? now > before : now < before;
    const text = now === before ? "as in" : better ? "better than" : "worse than";
    return h("p", { class: `aviary-change aviary-change--${now === before ? "quiet" : better ? "good" : "bad"}` }, icon(now === before ? "none" : better ? "good" : "warn"), ` ${text} the ${days} days before: ${format(before)}`);
}

function chart(one) {
    const last = one.points[one.points.length - 1];
    const marks = one.points.filter((point) => point.mark);
    return h(
        "figure",
        { class: "aviary-metric" },
        h("figcaption", { class: "aviary-tile-head" }, h("strong", {}, one.name), h("span", {}, measure(last.value, one.unit))),
        series(one.points, (value) => measure(value, one.unit), `${one.name}: ${one.points.length} measurements, the last ${measure(last.value, one.unit)}`),
        marks.length ? h("p", { class: "aviary-quiet" }, marks.slice(-4).map((point) => `${point.mark} ${point.label.slice(0, 12)}`).join(" · ")) : null,
    );
}
