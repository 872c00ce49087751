"""A worker's start, its memory, and what idle connections cost it."""

import os
import re
import signal
import statistics
import time
from collections import namedtuple

from .load import IdleConnections

Worker = namedtuple("Worker", "start respawn memory own")
Idle = namedtuple("Idle", "count before after")


def resident(pid, field="VmRSS"):
    """A process's resident memory in MB; RssAnon is the part that it shares with nobody."""
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(rf"{field}:\s+(\d+)", status.read()).group(1)) / 1024


def worker_figures(apus, seeded, turns=5):
    """Milliseconds from starting `manage serve` to its first answer, from a worker's death to its
    successor's first answer (fork, exec and boot lie between), and a worker's resident memory after
    its first answer, in MB."""
    starts, respawns = [], []
    for _ in range(turns):
        apus.stop()
        begun = time.monotonic()
        apus.start(seeded)
        starts.append((time.monotonic() - begun) * 1000)
        pid = int(apus.ask("/pid"))
        memory, own = resident(pid), resident(pid, "RssAnon")
        begun = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        while True:
            try:
                if int(apus.ask("/pid")) != pid:
                    break
            except OSError:
                pass
        respawns.append((time.monotonic() - begun) * 1000)
    apus.stop()
    return Worker(statistics.median(starts), statistics.median(respawns), memory, own)


def idle_figures(apus, seeded, count):
    """A worker's resident memory before and with `count` idle keep-alive connections, in MB."""
    apus.start(seeded)
    try:
        pid = int(apus.ask("/pid"))
        before = resident(pid)
        idle = IdleConnections(apus.port, count)
        after = resident(pid)
        idle.close()
        return Idle(count, before, after)
    finally:
        apus.stop()
