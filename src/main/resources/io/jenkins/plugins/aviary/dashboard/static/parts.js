// What several pages are made of.

import { h, s } from "./dom.js";
import { ago, brief, moment, span } from "./format.js";

const ICONS = {
    good: "M3.5 8.5l3 3 6-7",
    bad: "M4 4l8 8M12 4l-8 8",
    back: "M6 3L3 6l3 3M3 6h6a4 4 0 010 8H6",
    busy: "M8 2v3M8 11v3M2 8h3M11 8h3M3.8 3.8l2 2M10.2 10.2l2 2M12.2 3.8l-2 2M5.8 10.2l-2 2",
    warn: "M8 2.5L14.5 13.5h-13zM8 6.5v3.5M8 11.8v.2",
    wait: "M8 14A6 6 0 108 2a6 6 0 000 12zM8 5v3.2l2.2 1.6",
    none: "M4 8h8",
    down: "M8 3v9M4 8.5L8 12.5 12 8.5",
    lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 015 0v2",
    question: "M6 6a2 2 0 114 0c0 1.5-2 1.6-2 3.2M8 12v.2",
};

/** A small picture that says with its shape what colour says too. */
export function icon(name) {
    return s(
        "svg",
        { class: "aviary-icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
        s("path", { d: ICONS[name] ?? ICONS.none }),
    );
}

const STATES = {
    current: ["good", "good", "current"],
    success: ["good", "good", "success"],
    passed: ["good", "good", "passed"],
    pass: ["good", "good", "pass"],
    approved: ["good", "good", "approved"],
    healthy: ["good", "good", "healthy"],
    intact: ["good", "good", "intact"],
    deploying: ["busy", "busy", "deploying"],
    running: ["busy", "busy", "running"],
    ready: ["wait", "quiet", "ready"],
    applying: ["busy", "busy", "being delivered"],
    watching: ["busy", "busy", "being watched"],
    judging: ["busy", "busy", "being judged"],
    asking: ["question", "warn", "asks a person"],
    rolling_back: ["back", "warn", "being rolled back"],
    rolled_back: ["back", "warn", "rolled back"],
    succeeded: ["good", "good", "succeeded"],
    aborted: ["none", "quiet", "aborted"],
    same: ["good", "good", "no change"],
    waiting: ["wait", "quiet", "waiting"],
    behind: ["down", "warn", "behind"],
    degraded: ["warn", "warn", "degraded"],
    inconclusive: ["question", "warn", "inconclusive"],
    unstable: ["warn", "warn", "unstable"],
    broken_glass: ["warn", "warn", "opened in an emergency"],
    rolledback: ["back", "warn", "rolled back"],
    differs: ["warn", "bad", "drifted"],
    failed: ["bad", "bad", "failed"],
    fail: ["bad", "bad", "fail"],
    denied: ["bad", "bad", "denied"],
    down: ["bad", "bad", "down"],
    never: ["none", "quiet", "empty"],
    expired: ["wait", "quiet", "expired"],
    cancelled: ["none", "quiet", "cancelled"],
    unmanaged: ["question", "quiet", "not in aviary.yml"],
};

/** The tone of a state: good, busy, warn, bad or quiet. */
export function tone(state) {
    return (STATES[(state ?? "").toLowerCase()] ?? ["none", "quiet"])[1];
}

/** A state as a badge with a picture and a word. */
export function badge(state, text) {
    const [picture, colour, word] = STATES[(state ?? "").toLowerCase()] ?? ["none", "quiet", state || "unknown"];
    return h("span", { class: `aviary-badge aviary-badge--${colour}` }, icon(picture), text ?? word);
}

/** A time as "3 hours ago", whole on hover and for those who read with their ears. */
export function when(time) {
    return time ? h("time", { datetime: time, title: moment(time) }, ago(time)) : "–";
}

/** How long something took. */
export function took(one) {
    return one.ended ? h("span", { class: "aviary-nowrap" }, span(new Date(one.ended) - new Date(one.started))) : "–";
}

/** A release by its version, with the beginning of its digest. */
export function release(version, digest, plain) {
    if (!version && !digest) {
        return h("span", { class: "aviary-quiet" }, "–");
    }
    const name = [version || "", version && digest ? " " : "", digest ? h("code", {}, brief(digest)) : ""];
    return digest && !plain
        ? h("a", { class: "aviary-release", href: `#/releases/${digest}`, title: digest }, name)
        : h("span", { class: "aviary-release" }, name);
}

/** A digest that is too long to read. */
export function digest(text) {
    return text ? h("code", { title: text }, brief(text)) : "–";
}

/** A card with a heading. */
export function card(title, ...content) {
    return h("section", { class: "jenkins-card aviary-card" }, title ? h("h2", {}, title) : null, ...content);
}

/** What stands where there is nothing. */
export function nothing(text, hint) {
    return h("div", { class: "aviary-empty" }, icon("none"), h("p", {}, text), hint ? h("p", { class: "aviary-quiet" }, hint) : null);
}

/** A table: headings, and rows of cells. */
export function table(headings, rows, caption) {
    return h(
        "div",
        { class: "aviary-scroll", tabindex: "0", role: "region", "aria-label": caption },
        h(
            "table",
            { class: "jenkins-table aviary-table" },
            h("caption", { class: "aviary-hidden" }, caption),
            h("thead", {}, h("tr", {}, headings.map((heading) => h("th", { scope: "col" }, heading)))),
            h("tbody", {}, rows.map((row) => (row instanceof Node ? row : h("tr", {}, row.map((cell) => h("td", {}, cell)))))),
        ),
    );
}

/** Names with their values. */
export function facts(pairs) {
    return h(
        "dl",
        { class: "aviary-facts" },
        pairs
            .filter(([, value]) => value !== null && value !== undefined && value !== "")
            .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
}

/** A field with its label. */
export function field(label, control) {
    return h("label", { class: "aviary-field" }, h("span", {}, label), control);
}

/** A choice among some. */
export function choice(name, value, options, change) {
    return h(
        "select",
        { class: "jenkins-select__input aviary-input", name, "data-key": `filter-${name}`, onchange: (event) => change(event.target.value) },
        options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
    );
}

/** The buttons that turn the pages of a list. */
export function pager(page, limit, turn) {
    const last = Math.min(page.total, page.skip + page.items.length);
    return h(
        "nav",
        { class: "aviary-pager", "aria-label": "Pages of the list" },
        h("span", {}, page.total ? `${page.skip + 1}–${last} of ${page.total.toLocaleString("en")}` : "none"),
        h(
            "button",
            { type: "button", class: "jenkins-button", "data-key": "newer", disabled: page.skip === 0, onclick: () => turn(Math.max(0, page.skip - limit)) },
            "Newer",
        ),
        h(
            "button",
            { type: "button", class: "jenkins-button", "data-key": "older", disabled: last >= page.total, onclick: () => turn(page.skip + limit) },
            "Older",
        ),
    );
}
