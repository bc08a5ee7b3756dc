// Charts as SVG: no library, no inline style, colours from the style sheet, and a text for those who do not see them.

import { s } from "./dom.js";
import { axisNumber, dayOf, moment, number } from "./format.js";

const MARKS = { change: "◆", regression: "▲", improvement: "▼", failed: "✕" };

function scale(from, to, start, end) {
    const width = to - from || 1;
    return (value) => start + ((value - from) / width) * (end - start);
}

/** Round values between two, at most so many. */
export function ticks(low, high, most) {
    const step = (high - low || 1) / most;
    const magnitude = 10 ** Math.floor(Math.log10(step));
    const nice = [1, 2, 5, 10].map((factor) => factor * magnitude).find((one) => one >= step);
    const all = [];
    for (let value = Math.ceil(low / nice) * nice; value <= high + nice * 1e-9; value += nice) {
        all.push(value);
    }
    return all;
}

function path(points) {
    let pen = "M";
    return points
        .map((point, i) => {
            if (!point) {
                pen = "M";
                return "";
            }
            // A point that stands alone is drawn as a line without length: its round end is the dot.
            const alone = pen === "M" && !points[i + 1] ? "h0" : "";
            const part = `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}${alone}`;
            pen = "L";
            return part;
        })
        .join("");
}

/** A small line without axes. */
export function spark(values, label) {
    const numbers = values.filter((value) => value !== null && value !== undefined);
    const chart = s("svg", { class: "aviary-spark", viewBox: "0 0 120 32", role: "img", "aria-label": label, preserveAspectRatio: "none" });
    if (numbers.length > 1) {
        const x = scale(0, values.length - 1, 2, 118);
        const y = scale(Math.min(...numbers), Math.max(...numbers), 28, 4);
        chart.append(s("path", { class: "aviary-line", d: path(values.map((value, i) => (value === null || value === undefined ? null : [x(i), y(value)]))) }));
    }
    return chart;
}

/** A measurement over time, with its interval and what is remarkable. */
export function series(points, format, label) {
    const [width, height, left, bottom] = [430, 180, 78, 22];
    const chart = s("svg", { class: "aviary-chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    const values = points.flatMap((point) => [point.value, point.low ?? point.value, point.high ?? point.value]);
    const times = points.map((point) => new Date(point.at).getTime());
    let [low, high] = [Math.min(...values), Math.max(...values)];
    const pad = (high - low || Math.abs(high) || 1) * 0.12;
    [low, high] = [low < 0 ? low - pad : Math.max(0, low - pad), high + pad];
    const x = scale(Math.min(...times), Math.max(...times), left + 6, width - 10);
    const y = scale(low, high, height - bottom - 4, 10);
    axes(chart, { width, height, left, bottom, low, high, y, format, from: Math.min(...times), to: Math.max(...times), x });
    if (points.some((point) => point.low !== undefined)) {
        const upper = points.map((point, i) => [x(times[i]), y(point.high ?? point.value)]);
        const lower = points.map((point, i) => [x(times[i]), y(point.low ?? point.value)]).reverse();
        chart.append(s("path", { class: "aviary-band", d: `${path(upper)}${path(lower).replace("M", "L")}Z` }));
    }
    chart.append(s("path", { class: "aviary-line", d: path(points.map((point, i) => [x(times[i]), y(point.value)])) }));
    points.forEach((point, i) => {
        const text = `${moment(point.at)}: ${format(point.value)}${point.label ? `, ${point.label.slice(0, 12)}` : ""}${point.mark ? `, ${point.mark}` : ""}`;
        const place = { "data-sequence": point.sequence };
        if (point.mark) {
            chart.append(s("line", { class: `aviary-rule aviary-rule--${point.mark}`, x1: x(times[i]), x2: x(times[i]), y1: 10, y2: height - bottom - 4 }));
            chart.append(s("text", { ...place, class: `aviary-mark aviary-mark--${point.mark}`, x: x(times[i]), y: y(point.value) + 4 }, MARKS[point.mark] ?? "◆", s("title", {}, text)));
        } else {
            chart.append(s("circle", { ...place, class: "aviary-dot", cx: x(times[i]), cy: y(point.value), r: points.length > 120 ? 1.2 : 2.2 }, s("title", {}, text)));
        }
    });
    return chart;
}

function axes(chart, { width, height, left, bottom, low, high, y, format, from, to, x }) {
    for (const tick of ticks(low, high, 4)) {
        chart.append(s("line", { class: "aviary-grid", x1: left, x2: width - 6, y1: y(tick), y2: y(tick) }));
        chart.append(s("text", { class: "aviary-axis aviary-axis--y", x: left - 6, y: y(tick) + 3.5 }, format(tick)));
    }
    if (from !== undefined && to > from) {
        for (let i = 0; i < 3; i++) {
            const time = from + ((to - from) * i) / 2;
            chart.append(
                s("text", { class: `aviary-axis aviary-axis--${i === 0 ? "start" : i === 2 ? "end" : "x"}`, x: x(time), y: height - bottom + 14 }, dayOf(time, to - from)),
            );
        }
    }
}

/** The values of the release before and of the new one, side by side in time. */
export function versus(control, experiment, label) {
    const [width, height, left, bottom] = [420, 150, 44, 8];
    const chart = s("svg", { class: "aviary-chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    const values = [...control, ...experiment].filter((value) => value !== null);
    if (!values.length) {
        return chart;
    }
    const pad = (Math.max(...values) - Math.min(...values) || Math.abs(values[0]) || 1) * 0.1;
    const [low, high] = [Math.min(...values) - pad, Math.max(...values) + pad];
    const count = Math.max(control.length, experiment.length, 2);
    const x = scale(0, count - 1, left + 4, width - 6);
    const y = scale(low, high, height - bottom, 8);
    axes(chart, { width, height, left, bottom, low, high, y, format: axisNumber });
    for (const [kind, all] of [
        ["control", control],
        ["experiment", experiment],
    ]) {
        chart.append(s("path", { class: `aviary-line aviary-line--${kind}`, d: path(all.map((value, i) => (value === null ? null : [x(i), y(value)]))) }));
    }
    return chart;
}

/** An estimated difference with its confidence interval, and where no difference would be. */
export function interval(shift, low, high, label) {
    const chart = s("svg", { class: "aviary-interval", viewBox: "0 0 200 22", role: "img", "aria-label": label });
    const reach = Math.max(Math.abs(low), Math.abs(high), Math.abs(shift)) * 1.15 || 1;
    const x = scale(-reach, reach, 4, 196);
    chart.append(
        s("line", { class: "aviary-grid", x1: 4, x2: 196, y1: 11, y2: 11 }),
        s("line", { class: "aviary-zero", x1: x(0), x2: x(0), y1: 2, y2: 20 }),
        s("line", { class: "aviary-whisker", x1: x(low), x2: x(high), y1: 11, y2: 11 }),
        s("line", { class: "aviary-whisker", x1: x(low), x2: x(low), y1: 7, y2: 15 }),
        s("line", { class: "aviary-whisker", x1: x(high), x2: x(high), y1: 7, y2: 15 }),
        s("circle", { class: "aviary-estimate", cx: x(shift), cy: 11, r: 4 }),
    );
    return chart;
}

/** What ran in each world and when: a lane for each, its releases as bands, its deliveries as marks. */
export function timeline(data) {
    const [width, left, top, lane] = [1180, 170, 26, 24];
    const height = top + data.lanes.length * lane + 8;
    const [from, to] = [new Date(data.from).getTime(), new Date(data.to).getTime()];
    const x = scale(from, to, left, width - 8);
    const at = (time) => Math.min(Math.max(x(new Date(time).getTime()), left), width - 8);
    const chart = s("svg", {
        class: "aviary-timeline",
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": `${data.bars.length} deliveries to ${data.lanes.length} worlds; the table below has them as text`,
    });
    for (let i = 0; i <= 6; i++) {
        const time = from + ((to - from) * i) / 6;
        chart.append(
            s("line", { class: "aviary-grid", x1: x(time), x2: x(time), y1: top - 6, y2: height - 4 }),
            s("text", { class: `aviary-axis aviary-axis--${i === 0 ? "start" : i === 6 ? "end" : "x"}`, x: x(time), y: 13 }, dayOf(time, to - from)),
        );
    }
    const hues = new Map();
    data.lanes.forEach((name, row) => {
        const y = top + row * lane;
        chart.append(s("text", { class: "aviary-lane", x: 4, y: y + 16 }, name.length > 26 ? `${name.slice(0, 25)}…` : name, s("title", {}, name)));
        const bars = data.bars.filter((bar) => `${bar.environment}/${bar.world}` === name);
        bands(bars, data.to).forEach((band) => {
            if (!hues.has(band.release)) {
                hues.set(band.release, hues.size % 6);
            }
            const [start, end] = [at(band.from), at(band.to)];
            chart.append(
                s("rect", { class: `aviary-span aviary-span--${hues.get(band.release)}`, x: start, y: y + 4, width: Math.max(end - start, 1), height: lane - 8, rx: 3 }, s("title", {}, `${name}: ${band.version || band.release.slice(0, 8)} since ${moment(band.from)}`)),
            );
            if (end - start > 46 && band.version) {
                chart.append(s("text", { class: "aviary-span-label", x: start + 12, y: y + 15.5 }, band.version.slice(0, Math.floor((end - start - 14) / 7))));
            }
        });
        bars.forEach((bar) => chart.append(delivery(bar, at(bar.ended ?? bar.started), y + lane / 2)));
    });
    return chart;
}

function bands(bars, to) {
    const all = [];
    for (const bar of bars) {
        if (all.length === 0 && bar.fromRelease && bar.result !== "running") {
            all.push({ release: bar.fromRelease, version: bar.fromVersion, from: "1970-01-01T00:00:00Z", to });
        }
        if (bar.result === "success" || bar.result === "rolledback") {
            const back = bar.result === "rolledback";
            if (all.length) {
                all[all.length - 1].to = bar.ended;
            }
            all.push({ release: back ? bar.fromRelease : bar.release, version: back ? bar.fromVersion : bar.version, from: bar.ended, to });
        }
    }
    return all.filter((band) => band.release);
}

function delivery(bar, x, y) {
    const text = `${bar.world}: ${bar.version || bar.release.slice(0, 8)} ${bar.result}, begun ${moment(bar.started)} by ${bar.actor}`;
    const shapes = {
        success: () => s("circle", { class: "aviary-event aviary-event--good", cx: x, cy: y, r: 4.5 }),
        failed: () => s("path", { class: "aviary-event aviary-event--bad", d: `M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10` }),
        rolledback: () => s("path", { class: "aviary-event aviary-event--warn", d: `M${x + 5} ${y - 6}l-10 6l10 6Z` }),
        running: () => s("rect", { class: "aviary-event aviary-event--busy", x: x - 4.5, y: y - 4.5, width: 9, height: 9, transform: `rotate(45 ${x} ${y})` }),
    };
    return s("a", { href: `#/rollouts/${encodeURIComponent(bar.id)}`, tabindex: "-1", "aria-label": text }, (shapes[bar.result] ?? shapes.success)(), s("title", {}, text));
}
