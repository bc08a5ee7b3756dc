// Releases: the list, and one with what is in it and what it went through.

import { h, replace } from "./dom.js";
import { size } from "./format.js";
import { badge, card, digest, facts, field, nothing, pager, release, table, when } from "./parts.js";
import { gate } from "./approvals.js";
import { fieldsOf } from "./audit.js";

const LIMIT = 50;

export function show(view, page) {
    if (view.argument) {
        view.watch(`releases/${view.argument}`, {}, (value) => one(value, page));
    } else {
        list(view, page);
    }
}

function list(view, page) {
    const rows = h("div", {});
    const search = h("input", { class: "jenkins-input aviary-input", type: "search", "data-key": "text", value: view.query.text ?? "", placeholder: "version, digest or commit" });
    replace(
        page,
        h("h1", {}, "Releases"),
        card(
            null,
            h(
                "form",
                {
                    class: "aviary-bar",
                    onsubmit: (event) => {
                        event.preventDefault();
                        view.go({ text: search.value, skip: "" });
                    },
                },
                field("Find", search),
                h("button", { class: "jenkins-button" }, "Find"),
            ),
            rows,
        ),
    );
    view.watch("releases", { text: view.query.text, skip: view.query.skip, limit: LIMIT }, (value) =>
        replace(
            rows,
            value.items.length
                ? table(
                      ["Release", "Commit", "Built", "First heard of", "Deliveries", "Where"],
                      value.items.map((entry) => [
                          release(entry.version, entry.release),
                          entry.commit ? h("code", { title: entry.commit }, entry.commit.slice(0, 12)) : "–",
                          when(entry.built),
                          when(entry.first),
                          String(entry.deliveries),
                          entry.environments.join(", ") || "–",
                      ]),
                      "Releases",
                  )
                : nothing("No such release.", "A release appears here once it was built or delivered."),
            pager(value, LIMIT, (skip) => view.go({ skip: skip || "" })),
        ),
    );
}

function one(value, page) {
    const artifact = value.artifact;
    const version = artifact?.version ?? value.known?.version ?? "";
    const migrations = value.events.filter((event) => event.type.startsWith("migration."));
    replace(
        page,
        h("p", {}, h("a", { href: "#/releases" }, "All releases")),
        h("h1", {}, `${artifact?.name ?? "Release"} ${version || value.release.slice(0, 8)}`),
        h(
            "div",
            { class: "aviary-columns" },
            card(
                "What it is",
                facts([
                    ["Digest", h("code", { class: "aviary-wrap" }, value.release)],
                    ["Commit", (artifact?.commit ?? value.known?.commit) ? h("code", { class: "aviary-wrap" }, artifact?.commit ?? value.known?.commit) : ""],
                    ["Built", value.known?.built ? when(value.known.built) : ""],
                    ["Files", artifact ? `${artifact.fileCount}, ${size(artifact.size)}` : "the store does not have it"],
                    ...Object.entries(artifact?.properties ?? {}),
                ]),
            ),
            card(
                "Where it runs",
                value.running.length
                    ? h("ul", { class: "aviary-plain" }, value.running.map((place) => h("li", {}, badge("current", `${place.environment}/${place.world}`), " since ", when(place.since))))
                    : nothing("Nowhere now."),
            ),
        ),
        value.gates.length ? card("Approvals", h("div", { class: "aviary-stack" }, value.gates.map(gate))) : null,
        migrations.length
            ? card("Migrations", table(["When", "What", "Details"], migrations.map((event) => [when(event.time), badge(event.type.endsWith("applied") ? "success" : "failed", event.type), fieldsOf(event)]), "Migrations"))
            : null,
        card(
            "What it went through",
            table(
                ["When", "What", "By", "Where", "Details", "Event"],
                value.events.map((event) => [when(event.time), h("code", {}, event.type), event.actor, event.environment || "–", fieldsOf(event), h("a", { href: `#/audit/${event.sequence}` }, `#${event.sequence}`)]),
                "Events of this release",
            ),
            value.more ? h("p", { class: "aviary-quiet" }, "Only the newest 200 are shown; ", h("a", { href: `#/audit?release=${value.release}` }, "all of them"), ".") : null,
        ),
        value.deployments.length
            ? card(
                  "Deliveries",
                  table(
                      ["World", "Before", "Result", "Began", "By"],
                      value.deployments.map((row) => [h("a", { href: `#/rollouts/${encodeURIComponent(row.id)}` }, `${row.environment}/${row.world}`), release(row.fromVersion, row.fromRelease), badge(row.result), when(row.started), row.actor]),
                      "Deliveries of this release",
                  ),
              )
            : null,
        artifact
            ? h(
                  "details",
                  { class: "jenkins-card aviary-card", "data-key": "files" },
                  h("summary", {}, `All ${artifact.fileCount} files`),
                  table(["File", "Size", "Executable", "Digest"], artifact.files.map((file) => [h("code", {}, file.path), size(file.size), file.executable ? "yes" : "", digest(file.digest)]), "Files"),
              )
            : null,
    );
}
