// The element <aviary-dashboard api="..." pages="..." plain>: routes by the part of the address after #, one page at a time.

import { h, replace } from "./dom.js";
import { Api } from "./data.js";
import { icon } from "./parts.js";
import * as approvals from "./approvals.js";
import * as audit from "./audit.js";
import * as compare from "./compare.js";
import * as deployments from "./deployments.js";
import * as release from "./release.js";
import * as rollout from "./rollout.js";
import * as trends from "./trends.js";

const PAGES = {
    deployments: ["Deployments", deployments],
    releases: ["Releases", release],
    rollouts: ["Rollouts", rollout],
    approvals: ["Approvals", approvals],
    audit: ["Audit", audit],
    trends: ["Trends", trends],
    compare: ["Compare", compare],
};
const SHOWN = ["deployments", "releases", "rollouts", "approvals", "audit", "trends"];

class Dashboard extends HTMLElement {
    #api;
    #page = h("main", { class: "aviary-main", id: "aviary-main", tabindex: "-1" });
    #status = h("p", { class: "aviary-status", role: "status" });
    #notice = h("p", { class: "aviary-status aviary-notice", role: "status" });
    #links = new Map();
    #leave = new AbortController();
    #gone = new AbortController();
    #where = "";

    connectedCallback() {
        this.#api = new Api(this.getAttribute("api") ?? "api/");
        const wanted = (this.getAttribute("pages") ?? SHOWN.join(" ")).split(/\s+/).filter((name) => name in PAGES);
        for (const name of wanted) {
            this.#links.set(name, h("a", { href: `#/${name}`, class: "aviary-tab" }, PAGES[name][0]));
        }
        replace(
            this,
            h("a", { href: "#aviary-main", class: "aviary-skip", onclick: (event) => this.#skip(event) }, "To the content"),
            h("nav", { class: "aviary-tabs", "aria-label": "Aviary" }, [...this.#links.values()]),
            this.#status,
            this.#notice,
            this.#page,
        );
        this.#gone = new AbortController();
        window.addEventListener("hashchange", () => this.#route(), { signal: this.#gone.signal });
        this.#count();
        this.#route();
    }

    disconnectedCallback() {
        this.#gone.abort();
        this.#leave.abort();
    }

    #skip(event) {
        event.preventDefault();
        this.#page.focus();
    }

    /** What the server has to say about its configuration, where it says so. */
    async #remark() {
        const address = this.getAttribute("notice");
        if (address) {
            const response = await fetch(address, { signal: this.#gone.signal, cache: "no-store" }).catch(() => null);
            const text = response?.ok ? await response.text() : "";
            replace(this.#notice, text ? [icon("warn"), ` ${text}`] : []);
        }
    }

    #count() {
        const link = this.#links.get("approvals");
        if (link) {
            this.#api.watch(
                "board",
                {},
                this.#gone.signal,
                (board) =>
                    replace(
                        link,
                        "Approvals",
                        board.waiting ? h("span", { class: "aviary-count", "aria-label": `${board.waiting} waiting` }, String(board.waiting)) : null,
                    ),
                () => {},
            );
        }
    }

    #route() {
        const first = [...this.#links.keys()][0] ?? "deployments";
        const named = fromPlain(location.hash.slice(1));
        const hash = named.startsWith("/") ? named.slice(1) : first;
        if (named.startsWith("/") && this.hasAttribute("plain")) {
            history.replaceState(history.state, "", `#${toPlain(named)}`);
        }
        const [path, search] = hash.split("?", 2);
        const [name, ...rest] = path.split("/");
        const page = name in PAGES ? name : first;
        const moved = this.#where !== `${page}/${rest.join("/")}`;
        this.#where = `${page}/${rest.join("/")}`;
        this.#leave.abort();
        this.#leave = new AbortController();
        this.#links.forEach((link, one) => (one === page ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")));
        const signal = this.#leave.signal;
        const view = {
            api: this.#api,
            argument: decode(rest.join("/")),
            query: Object.fromEntries(new URLSearchParams(search ?? "")),
            signal,
            watch: (address, query, show) => this.#api.watch(address, query, signal, show, (error) => this.#tell(error)),
            go: (query) => {
                const parameters = new URLSearchParams(Object.entries({ ...view.query, ...query }).filter(([, value]) => value !== "" && value !== null && value !== undefined));
                location.hash = `#/${path || page}${parameters.size ? `?${parameters}` : ""}`;
            },
        };
        if (moved) {
            this.#page.replaceChildren(h("p", { class: "aviary-quiet aviary-loading" }, icon("busy"), "Loading …"));
        }
        document.title = `${PAGES[page][0]} · Aviary`;
        this.#remark();
        PAGES[page][1].show(view, this.#page);
        if (moved && document.activeElement !== document.body && !this.#links.get(page)?.contains(document.activeElement)) {
            this.#page.focus({ preventScroll: true });
        }
    }

    #tell(error) {
        replace(this.#status, error ? [icon("warn"), ` ${error.message}. What is shown may be old; asking again.`] : []);
        if (error && this.#page.querySelector(".aviary-loading")) {
            this.#page.replaceChildren(h("div", { class: "aviary-empty" }, icon("bad"), h("p", {}, error.message)));
        }
    }
}

/**
 * A route in letters, digits and hyphens: Jenkins's own script takes what stands after # for a part of a class name, and does not
 * start if it cannot be one.
 */
function toPlain(route) {
    return route.replace(/[^A-Za-z0-9-]/g, (one) => `_${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function fromPlain(text) {
    return text.startsWith("_002f") ? text.replace(/_([0-9a-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16))) : text;
}

function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

customElements.define("aviary-dashboard", Dashboard);
