"""Appends rows to an SQLite database, one durable transaction each, and prints events per second and p50, p99 in ms.

usage: sqlite-appends.py FILE COUNT JOURNAL-MODE
"""
import sqlite3
import sys
import time

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode=" + sys.argv[3])
database.execute("PRAGMA synchronous=FULL")
database.execute("CREATE TABLE event (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL)")
times = []
for number in range(int(sys.argv[2])):
    start = time.perf_counter()
    database.execute("INSERT INTO event (body) VALUES (?)", ("x" * 400,))
    times.append(time.perf_counter() - start)
times.sort()
print(len(times) / sum(times), times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000)
