"""Computes the five figures as docs/reference/dora.md defines them, from an exported ledger.

usage: dora.py EXPORT-FOLDER ENVIRONMENT FROM TO
"""
import json
import re
import sys
from datetime import datetime

TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)


def instant(value):
    """A time in milliseconds, or None if the value has not the form of one."""
    match = TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        moment = datetime(*(int(part) for part in match.groups()[:6]))
    except ValueError:
        return None
    since = moment - datetime(1970, 1, 1)
    return (since.days * 86400 + since.seconds) * 1000 + int(((match.group(7) or "") + "000")[:3])


def text(value):
    return value if isinstance(value, str) else ""


def duration(value):
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= 10**12 else 0


def median(values):
    if not values:
        return None
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) // 2


class Try:
    def __init__(self, world, release, payload):
        self.world, self.release = world, release
        self.ended, self.failures, self.rollbacks, self.seen = None, [], [], []
        self.unplanned = payload.get("unplanned") is True
        commits = payload.get("commits")
        times = [instant(one.get("time")) for one in commits if isinstance(one, dict)] if isinstance(commits, list) else []
        self.commits = {time for time in times if time is not None}

    def take(self, kind, time, payload):
        if self.ended is None:
            self.ended = time
        if instant(payload.get("detectedAt")) is not None:
            self.seen.append(instant(payload["detectedAt"]))
        if kind == "rolledback":
            self.rollbacks.append((time, time - duration(payload.get("durationMillis"))))
        elif payload.get("result") != "success":
            self.failures.append(time)

    @property
    def bad(self):
        return bool(self.failures or self.rollbacks)


class Deployment:
    def __init__(self, tries):
        newest = {one.world: one for one in tries}
        self.complete = all(one.ended is not None for one in newest.values())
        self.tries = [one for one in tries if one.ended is not None]
        if self.complete:
            self.ended = max(one.ended for one in self.tries)
            self.bad = any(one.bad for one in self.tries)

    def detection(self):
        told = [time for one in self.tries for time in one.seen]
        found = [time for one in self.tries for time in one.failures]
        found += [begun for one in self.tries for _, begun in one.rollbacks]
        return min(told or found)

    def recovery(self, good):
        """The end of the first good deployment after it counts where the deployment did not mend itself."""
        mended = []
        for place, one in enumerate(self.tries):
            if one.bad:
                again = [later.ended for later in self.tries[place + 1:] if later.world == one.world and not later.bad]
                mended.append(one.rollbacks[0][0] if one.rollbacks else again[0] if again else None)
        if None not in mended:
            return max(mended)
        return min((other.ended for other in good if other.ended > self.ended), default=None)


folder, environment, start, end = sys.argv[1], sys.argv[2], instant(sys.argv[3]), instant(sys.argv[4])
tries = {}
with open(folder + "/events.jsonl", encoding="utf-8") as events:
    for line in events:
        event = json.loads(line)
        kind, payload = event["type"].removeprefix("deployment."), event["payload"]
        if event["environment"] != environment or event["type"] == kind:
            continue
        if kind not in ("started", "finished", "rolledback") or kind == "started" and payload.get("backwards") is True:
            continue
        of = tries.setdefault(text(payload.get("deployment")) or event["run"], [])
        world, release = text(payload.get("world")), event["release"]
        own = [one for one in of if (one.world, one.release) == (world, release)]
        if kind == "started" or not own:
            own.append(Try(world, release, payload))
            of.append(own[-1])
        if kind != "started":
            own[-1].take(kind, instant(event["time"]), payload)

ended = [one for one in (Deployment(of) for of in tries.values()) if one.complete]
good = [one for one in ended if not one.bad]
chosen = [one for one in ended if start <= one.ended < end]
leads, recoveries, unrecovered = [], [], 0
for one in chosen:
    if not one.bad:
        leads += [one.ended - commit for commit in set().union(*(single.commits for single in one.tries))]
    elif one.recovery(good) is None:
        unrecovered += 1
    else:
        recoveries.append(max(0, one.recovery(good) - one.detection()))

bad = sum(one.bad for one in chosen)
print(json.dumps({
    "deployments": len(chosen),
    "deploymentsPerDay": (len(chosen) - bad) / ((end - start) / 86_400_000),
    "leadTimeMillis": median(leads),
    "changeFailRate": bad / len(chosen) if chosen else None,
    "recoveryTimeMillis": median(recoveries),
    "reworkRate": sum(any(single.unplanned for single in one.tries) for one in chosen) / len(chosen) if chosen else None,
    "unrecovered": unrecovered,
}))
