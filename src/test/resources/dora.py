"""Computes the five figures of docs/reference/dora.md from an exported ledger.

usage: dora.py EXPORT-FOLDER ENVIRONMENT FROM TO
"""
import json
import sys
from datetime import datetime, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def millis(text):
    since = datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000


def median(values):
    if not values:
        return None
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) // 2


folder, environment, start, end = sys.argv[1], sys.argv[2], millis(sys.argv[3]), millis(sys.argv[4])
deployments = {}
with open(folder + "/events.jsonl", encoding="utf-8") as events:
    for line in events:
        event = json.loads(line)
        if event["type"].startswith("deployment.") and event["environment"] == environment:
            payload = event["payload"]
            worlds = deployments.setdefault(payload.get("deployment") or event["run"], {})
            worlds.setdefault(payload.get("world", ""), []).append((event["type"][11:], millis(event["time"]), payload))

ended = []
for worlds in deployments.values():
    ends, seen, back, failed, bad, commits, unplanned = [], [], [], False, False, set(), False
    for history in worlds.values():
        finishes = [entry for entry in history if entry[0] == "finished"]
        rollbacks = [entry for entry in history if entry[0] == "rolledback"]
        ends.append((finishes or rollbacks or [(None, None)])[0][1])
        unplanned |= history[0][2].get("unplanned", False)
        commits |= {millis(commit["time"]) for commit in history[0][2].get("commits", [])}
        failure = bool(finishes) and finishes[-1][2].get("result") != "success"
        failed |= failure and not rollbacks
        bad |= failure or bool(rollbacks)
        back += [time for _, time, _ in rollbacks]
        if failure:
            seen.append(millis(finishes[0][2]["detectedAt"]) if "detectedAt" in finishes[0][2] else finishes[0][1])
        elif rollbacks:
            _, time, payload = rollbacks[0]
            late = time - payload.get("durationMillis", 0)
            seen.append(millis(payload["detectedAt"]) if "detectedAt" in payload else late)
    if None not in ends:
        ended.append((max(ends), bad, failed, seen, back, commits, unplanned))

chosen = [deployment for deployment in ended if start <= deployment[0] < end]
good_ends = sorted(deployment[0] for deployment in ended if not deployment[1])
leads, recoveries, unrecovered = [], [], 0
for over, bad, failed, seen, back, commits, unplanned in chosen:
    if not bad:
        leads += [over - commit for commit in commits]
        continue
    recovered = next((good for good in good_ends if good > over), None) if failed else max(back)
    if recovered is None:
        unrecovered += 1
    else:
        recoveries.append(max(0, recovered - min(seen)))

bad_count = sum(deployment[1] for deployment in chosen)
print(json.dumps({
    "deployments": len(chosen),
    "deploymentsPerDay": (len(chosen) - bad_count) / ((end - start) / 86_400_000),
    "leadTimeMillis": median(leads),
    "changeFailRate": bad_count / len(chosen) if chosen else None,
    "recoveryTimeMillis": median(recoveries),
    "reworkRate": sum(deployment[6] for deployment in chosen) / len(chosen) if chosen else None,
    "unrecovered": unrecovered,
}))
