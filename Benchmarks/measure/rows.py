"""Rows read and written without a server: each program does the same work on the same tables."""

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys

from .peers import SERVER_CORE, Hummingbird
from .places import HERE, WORK, build, say

WORKS = {
    "get": "one row by id",
    "rows": "1,000 rows of 10 columns",
    "insert": "10,000 rows inserted in a transaction",
    "update": "one row updated by id",
    "join": "100 rows filtered over two joins",
    "prefetch": "100 parents with their 1,000 children",
}

TABLES = """
CREATE TABLE bench_world (id integer PRIMARY KEY AUTOINCREMENT, random_number integer NOT NULL);
CREATE TABLE bench_item (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL,
    title text NOT NULL, note text NOT NULL, count integer NOT NULL, size integer NOT NULL,
    price real NOT NULL, weight real NOT NULL, is_public bool NOT NULL, added_at datetime NOT NULL);
CREATE TABLE bench_entry (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL,
    number integer NOT NULL);
CREATE TABLE bench_author (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL,
    country text NOT NULL);
CREATE TABLE bench_book (id integer PRIMARY KEY AUTOINCREMENT,
    author_id integer NOT NULL REFERENCES bench_author (id), title text NOT NULL,
    year integer NOT NULL);
CREATE INDEX bench_book_author ON bench_book (author_id);
CREATE TABLE bench_review (id integer PRIMARY KEY AUTOINCREMENT,
    book_id integer NOT NULL REFERENCES bench_book (id), stars integer NOT NULL, text text NOT NULL);
CREATE INDEX bench_review_book ON bench_review (book_id);
"""


class Program:
    """A program that prints how often a second it does each work."""

    def __init__(self, name, title, command, prepare):
        self.name, self.title, self.command, self.build = name, title, command, prepare


def _swift(folder, product, scratch):
    return lambda: build(
        ["swift", "build", "-c", "release", "--product", product, "--scratch-path", scratch], folder)


def _python():
    programs = os.path.join(WORK, "venv", "bin")
    if not os.path.exists(os.path.join(programs, "python")):
        build([sys.executable, "-m", "venv", os.path.join(WORK, "venv")], HERE)
    build([os.path.join(programs, "pip"), "install", "-q", "django", "sqlalchemy"], HERE)


def programs():
    """The floor first, then Apus, then the others."""
    floor = os.path.join(WORK, "rows")
    apus = os.path.join(HERE, "rows", ".build")
    grdb = os.path.join(Hummingbird.scratch, "release", "rows")
    python = os.path.join(WORK, "venv", "bin", "python")
    grdb_build = _swift(Hummingbird.package, "rows", Hummingbird.scratch)
    peers = os.path.join(HERE, "peers")
    return [
        Program("floor", "C loop", [floor], lambda: build(
            ["cc", "-O2", "-o", floor, "floor/rows.c", "-lsqlite3"], HERE)),
        Program("apus", "Apus", [os.path.join(apus, "release", "rows")],
                _swift(os.path.join(HERE, "rows"), "rows", apus)),
        Program("grdb", "GRDB", [grdb, "manual"], grdb_build),
        Program("grdb-codable", "GRDB, Codable", [grdb, "codable"], grdb_build),
        Program("django", "Django", [python, os.path.join(peers, "django-gunicorn", "rows.py")],
                _python),
        Program("sqlalchemy", "SQLAlchemy", [python, os.path.join(peers, "sqlalchemy", "rows.py")],
                _python),
    ]


def _seed(path):
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(TABLES)
    connection.executemany("INSERT INTO bench_world (random_number) VALUES (?)",
                           [(number * 7 % 10_000,) for number in range(10_000)])
    connection.executemany(
        "INSERT INTO bench_item VALUES (NULL, ?, ?, 'short', ?, ?, ?, 1.5, ?, ?)",
        [(f"item {number}", f"The title of item number {number}", number, number * 3, number / 3,
          number % 2, f"2026-11-{number % 28 + 1:02d} 12:{number % 60:02d}:00")
         for number in range(1000)])
    connection.executemany("INSERT INTO bench_author (name, country) VALUES (?, ?)",
                           [(f"author {number}", f"country {number % 10 + 1}")
                            for number in range(100)])
    connection.executemany("INSERT INTO bench_book (author_id, title, year) VALUES (?, ?, ?)",
                           [(number % 100 + 1, f"The title of book {number}", 1900 + number % 100)
                            for number in range(1000)])
    connection.executemany("INSERT INTO bench_review (book_id, stars, text) VALUES (?, ?, ?)",
                           [(number % 1000 + 1, number % 5 + 1, f"The words of review {number}")
                            for number in range(5000)])
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def measure(chosen):
    """What each program printed, by round: {program: {work: [times a second]}}."""
    all_programs = programs()
    if not chosen.no_build:
        for program in all_programs:
            program.build()
    seeded = os.path.join(WORK, "rows.sqlite3")
    _seed(seeded)
    runs = {program.name: {} for program in all_programs}
    for turn in range(chosen.rounds):
        for program in all_programs:
            database = os.path.join(WORK, f"rows-{program.name}.sqlite3")
            for suffix in ("-wal", "-shm"):
                if os.path.exists(database + suffix):
                    os.remove(database + suffix)
            shutil.copyfile(seeded, database)
            printed = subprocess.run(
                ["taskset", "-c", SERVER_CORE, *program.command, database, str(chosen.seconds / 4)],
                check=True, capture_output=True, text=True).stdout
            for line in printed.splitlines():
                work, rate = line.split()
                runs[program.name].setdefault(work, []).append(float(rate))
        say(f"round {turn + 1} rows: " + ", ".join(
            f"{name} {works['get'][-1]:,.0f}" for name, works in runs.items()))
    return runs


def report(runs):
    """The table: times a second, in brackets the median ratio to the floor."""
    titles = {program.name: program.title for program in programs()}

    def cell(name, work):
        rates = runs[name][work]
        ratio = statistics.median(
            rate / floor for rate, floor in zip(rates, runs["floor"][work]))
        return f"{statistics.median(rates):,.4g} ({ratio:.2f})" if statistics.median(
            rates) < 1000 else f"{statistics.median(rates):,.0f} ({ratio:.2f})"

    lines = ["| | " + " | ".join(titles[name] for name in runs) + " |",
             "| --- |" + " --- |" * len(runs)]
    for work, title in WORKS.items():
        lines.append(f"| {title} | " + " | ".join(cell(name, work) for name in runs) + " |")
    apus = runs["apus"]
    filtered = statistics.median(
        rate / floor for rate, floor in zip(apus["filter"], runs["floor"]["get"]))
    lines += ["", f"`filter {{ $0.id == id }}.get()`: {filtered:.2f} of the C loop's row by id. "
              "A typical query's SQL, two conditions, an order and a limit: "
              f"{1e6 / statistics.median(apus['sql']):.2f} µs."]
    return "\n".join(lines)
