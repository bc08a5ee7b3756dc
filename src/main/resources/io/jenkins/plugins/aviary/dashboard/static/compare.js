// Compare: how two releases differ, file by file.

import { h, replace } from "./dom.js";
import { size } from "./format.js";
import { badge, card, facts, nothing, release, table, when } from "./parts.js";

const KINDS = { added: "good", removed: "bad", changed: "warn" };

export function show(view, page) {
    view.watch("compare", { from: view.query.from, to: view.query.to }, (value) => {
        const files = value.added + value.removed + value.changed + value.same;
        replace(
            page,
            h("h1", {}, "Compare ", value.from.version || value.from.release.slice(0, 8), " with ", value.to.version || value.to.release.slice(0, 8)),
            h("div", { class: "aviary-columns" }, side("Before", value.from), side("After", value.to)),
            value.from.stored && value.to.stored
                ? card(
                      "Files",
                      facts([
                          ["Added", String(value.added)],
                          ["Removed", String(value.removed)],
                          ["Changed", String(value.changed)],
                          ["The same", `${value.same} of ${files}`],
                          ["Size", `${value.bytes >= 0 ? "+" : ""}${size(value.bytes)}`],
                      ]),
                      value.files.length
                          ? table(
                                ["File", "What", "Before", "After"],
                                value.files.map((file) => [
                                    h("code", {}, file.path),
                                    h("span", { class: `aviary-badge aviary-badge--${KINDS[file.kind]}` }, file.kind),
                                    file.kind === "added" ? "–" : size(file.before),
                                    file.kind === "removed" ? "–" : size(file.after),
                                ]),
                                "Files that differ",
                            )
                          : nothing("Every file is the same."),
                  )
                : card("Files", nothing("Their files cannot be compared.", "The artifact store no longer has one of them, or another machine built it.")),
            value.properties.length
                ? card("Properties", table(["Property", "Before", "After"], value.properties.map((one) => [one.name, one.from || "–", one.to || "–"]), "Properties that differ"))
                : null,
        );
    });
}

function side(title, one) {
    return card(
        title,
        facts([
            ["Release", release(one.version, one.release)],
            ["Commit", one.commit ? h("code", { title: one.commit }, one.commit.slice(0, 12)) : ""],
            ["First heard of", one.first ? when(one.first) : ""],
            ["In the store", one.stored ? badge("success", "yes") : badge("never", "no")],
        ]),
    );
}
