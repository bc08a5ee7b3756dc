// Builds elements. Texts become text nodes, never markup: whatever a ledger holds, it cannot become an element.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (name === "value" || name === "checked") {
            element[name] = value;
        } else {
            element.setAttribute(name, value === true ? "" : String(value));
        }
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

/** An HTML element: h("p", {class: "aviary-note"}, "text", child). A key that begins with "on" is a listener. */
export function h(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Only addresses of this site and plain web links: a link from the ledger must not be a script. */
export function safeLink(address) {
    return /^(https?:\/\/|#\/)/.test(address ?? "") ? address : null;
}

/** Puts new content in the place of the old, and keeps what the reader had: focus, and which details are open. */
export function replace(container, ...content) {
    const focused = container.contains(document.activeElement) ? document.activeElement?.dataset?.key : null;
    const open = new Map();
    container.querySelectorAll("details[data-key]").forEach((one) => open.set(one.dataset.key, one.open));
    container.replaceChildren(...content.flat(3).filter((child) => child));
    container.querySelectorAll("details[data-key]").forEach((one) => {
        if (open.has(one.dataset.key)) {
            one.open = open.get(one.dataset.key);
        }
    });
    if (focused) {
        container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
}
