// Times, lengths of time, sizes and digests as people read them.

const UNITS = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const absolute = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const hour = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** "3 hours ago". */
export function ago(time, now = Date.now()) {
    const seconds = (new Date(time).getTime() - now) / 1000;
    for (const [unit, size] of UNITS) {
        if (Math.abs(seconds) >= size) {
            return relative.format(Math.round(seconds / size), unit);
        }
    }
    return seconds > 0 ? "in a moment" : "just now";
}

/** The date and the time of day, here. */
export function moment(time) {
    return absolute.format(new Date(time));
}

/** The day and the month; the hour and the minute too where a whole axis is a few days. */
export function dayOf(time, axisMillis = Infinity) {
    return (axisMillis < 3 * 86400000 ? hour : day).format(new Date(time));
}

/** "1 h 20 min". */
export function span(millis) {
    const seconds = Math.round(millis / 1000);
    if (millis < 1000) {
        return `${Math.round(millis)} ms`;
    }
    if (seconds < 60) {
        return `${seconds} s`;
    }
    if (seconds < 3600) {
        return join(Math.floor(seconds / 60), "min", seconds % 60, "s");
    }
    if (seconds < 86400) {
        return join(Math.floor(seconds / 3600), "h", Math.round((seconds % 3600) / 60), "min");
    }
    return join(Math.floor(seconds / 86400), "d", Math.round((seconds % 86400) / 3600), "h");
}

function join(large, largeUnit, small, smallUnit) {
    return small ? `${large} ${largeUnit} ${small} ${smallUnit}` : `${large} ${largeUnit}`;
}

/** "12.3 MB". */
export function size(bytes) {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let value = Math.abs(bytes);
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }
    return `${bytes < 0 ? "−" : ""}${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}

/** A number with three or four digits that count. */
export function number(value) {
    if (!Number.isFinite(value)) {
        return "–";
    }
    const magnitude = Math.abs(value);
    const digits = magnitude >= 1000 ? 0 : magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2;
    return value.toLocaleString("en", { maximumFractionDigits: digits });
}

const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** "0.05", "2,000", "420K": short enough for the side of a picture, and never "-0". */
export function axisNumber(value) {
    return Math.abs(value) >= 10000 ? short.format(value) : number(Math.abs(value) < 1e-12 ? 0 : value);
}

/** "12 %". */
export function percent(share) {
    return `${number(share * 100)} %`;
}

/** A value in its unit. */
export function measure(value, unit) {
    if (unit === "ms") {
        return span(value);
    }
    return unit === "bytes" ? size(value) : `${number(value)} ${unit}`.trim();
}

/** The first eight digits. */
export function brief(digest) {
    return (digest ?? "").slice(0, 8);
}
