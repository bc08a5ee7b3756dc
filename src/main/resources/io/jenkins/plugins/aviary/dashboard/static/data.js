// Asks the read model, and asks again while a page is looked at.

const EVERY = 5000;
const SLOWEST = 60000;

/** An answer that says what is wrong. */
export class Refused extends Error {
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}

/** The read model below an address. Answers are kept with their tags, so asking again costs nothing while nothing happened. */
export class Api {
    #base;
    #known = new Map();

    constructor(base) {
        this.#base = base.endsWith("/") ? base : `${base}/`;
    }

    /** The address of something. */
    url(path, query = {}) {
        const parameters = new URLSearchParams();
        for (const [name, value] of Object.entries(query)) {
            if (value !== "" && value !== null && value !== undefined) {
                parameters.set(name, value);
            }
        }
        const address = path
            .split("/")
            .map((part) => encodeURIComponent(part))
            .join("/");
        return this.#base + address + (parameters.size ? `?${parameters}` : "");
    }

    /** The answer, and whether it is another than the last time. */
    async get(path, query, signal) {
        const url = this.url(path, query);
        const known = this.#known.get(url);
        const response = await fetch(url, {
            headers: known ? { "If-None-Match": known.tag } : {},
            cache: "no-store",
            credentials: "same-origin",
            signal,
        });
        if (response.status === 304 && known) {
            return { value: known.value, fresh: false };
        }
        const text = await response.text();
        if (!response.ok) {
            throw new Refused(messageOf(text, response.status), response.status);
        }
        const value = JSON.parse(text);
        const tag = response.headers.get("ETag");
        const fresh = !known || known.tag !== tag;
        this.#known.set(url, { tag, value });
        if (this.#known.size > 60) {
            this.#known.delete(this.#known.keys().next().value);
        }
        return { value, fresh };
    }

    /** Calls back with the answer now and whenever it changes, until the signal ends it. */
    watch(path, query, signal, show, fail) {
        let wait = EVERY;
        let shown = false;
        const ask = async () => {
            if (signal.aborted) {
                return;
            }
            try {
                if (!document.hidden || !shown) {
                    const answer = await this.get(path, query, signal);
                    wait = EVERY;
                    if (!signal.aborted && (answer.fresh || !shown)) {
                        shown = true;
                        show(answer.value);
                    }
                    fail(null);
                }
            } catch (error) {
                if (signal.aborted) {
                    return;
                }
                wait = Math.min(wait * 2, SLOWEST);
                fail(error);
                if (error instanceof Refused && error.status < 500) {
                    return;
                }
            }
            setTimeout(ask, wait);
        };
        ask();
    }
}

function messageOf(text, status) {
    try {
        return JSON.parse(text).error ?? `the server answered ${status}`;
    } catch {
        return `the server answered ${status}`;
    }
}
