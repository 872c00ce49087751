"""What slow clients cost the others: some send a head a byte at a time, some hardly read."""

import mmap
import os
import resource
import signal
import socket
import statistics
import time
from collections import namedtuple

from .load import LOAD_CORE, load
from .places import say
from .worker import resident

# Runs without and beside slow clients; the worker's memory in MB before and beside them, None where
# the worker was not the same any more; how many of the slow connections a round lost.
Slow = namedtuple("Slow", "peer alone beside before after lost")

LORISES, READERS = 64, 20
# How long the slow clients have been there before the others' answers are timed.
SETTLING = 2


class Client:
    """A connection that is made when it is first due, and again when the server has closed it."""

    def __init__(self, port, due):
        self.port, self.due, self.socket = port, due, None

    def act(self):
        """Does what is due; whether the connection is there."""
        self.due += self.pause
        try:
            if self.socket is None:
                self.socket = socket.socket()
                self.begin()
                self.socket.setblocking(False)
            elif not self.go_on():
                raise ConnectionResetError
        except BlockingIOError:
            pass
        except OSError:
            self.socket.close()
            self.socket = None
            return False
        return True

    def connect(self):
        self.socket.settimeout(1)
        self.socket.connect(("127.0.0.1", self.port))


class Loris(Client):
    """Sends a head that never ends, a byte twice a second."""

    pause = 0.5

    def begin(self):
        self.connect()
        self.sent = 0

    def go_on(self):
        head = f"GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-Slow: ".encode()
        self.socket.send(head[self.sent:self.sent + 1] or b"x")
        self.sent += 1
        return self.socket.recv(4096)


class Reader(Client):
    """Reads an answer of 50 MB, 4 KiB ten times a second."""

    pause = 0.1

    def begin(self):
        # Little fits into the kernel's buffers: it is the server that waits.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        self.connect()
        self.socket.sendall(
            f"GET /big?mb=50 HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())

    def go_on(self):
        return self.socket.recv(4096)


class SlowClients:
    """All of them, in a process of their own on the load's core."""

    def __init__(self, port):
        # Shared with that process: how many connections were refused or lost.
        self.losses = mmap.mmap(-1, 4)
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.sched_setaffinity(0, {int(LOAD_CORE)})
                self.play(port)
            finally:
                os._exit(1)

    @property
    def lost(self):
        return int.from_bytes(self.losses[:4], "little")

    def play(self, port):
        start = time.monotonic()
        # Spread over half a second, so that they don't all act at once.
        clients = [Loris(port, start + index * 0.5 / LORISES) for index in range(LORISES)]
        clients += [Reader(port, start + index * 0.5 / READERS) for index in range(READERS)]
        while True:
            for client in clients:
                if client.due <= time.monotonic() and not client.act():
                    self.losses[:4] = (self.lost + 1).to_bytes(4, "little")
            time.sleep(0.005)

    def stop(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def worker_of(peer):
    """The process id of the one worker of a server."""
    pid = peer.process.pid
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return int(children.read().split()[0])


def slow_figures(peer, seeded, rounds, seconds):
    """Runs of /plaintext without slow clients and beside them, in turn."""
    alone, beside, lost = [], [], []
    peer.start(seeded)
    try:
        load(peer, "/plaintext", 1)
        # What all readers are sent is made once; it is not theirs.
        peer.ask("/big?mb=50")
        worker = worker_of(peer)
        before = after = resident(worker)
        for turn in range(rounds):
            alone.append(load(peer, "/plaintext", seconds))
            slow = SlowClients(peer.port)
            try:
                time.sleep(SETTLING)
                beside.append(load(peer, "/plaintext", seconds))
                if after is not None:
                    after = max(after, resident(worker)) if worker_of(peer) == worker else None
            finally:
                slow.stop()
            lost.append(slow.lost)
            say(f"round {turn + 1} slow, {peer.name}: p99 {alone[-1].p99:.2f} ms, beside slow "
                f"clients {beside[-1].p99:.2f} ms, {beside[-1].rate:,.0f} requests/s, "
                f"{lost[-1]} of them lost")
        return Slow(peer, alone, beside, before, after, statistics.median(lost))
    finally:
        peer.stop()
