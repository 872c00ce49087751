"""The load: wrk, and connections that do nothing."""

import re
import resource
import socket
import subprocess
from collections import namedtuple

Load = namedtuple("Load", "rate p99")
LOAD_CORE = "1"
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


def load(peer, path, seconds):
    """Requests a second and the 99th percentile in milliseconds of one run of wrk; an answer that
    is no 2xx stops everything."""
    alone = peer.workers == 1
    result = subprocess.run(
        [*(["taskset", "-c", LOAD_CORE] if alone else []), "wrk", f"-t{1 if alone else 2}",
         f"-c{peer.connections}", f"-d{seconds}s", "--latency",
         f"http://127.0.0.1:{peer.port}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout
    if "Non-2xx" in result:
        raise SystemExit(f"{peer.name} {path}: answers that are no 2xx\n{result}")
    p99, unit = re.search(r"^ +99% +([\d.]+)(us|ms|s|m)", result, re.MULTILINE).groups()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", result).group(1))
    return Load(rate, float(p99) * UNITS[unit])


class IdleConnections:
    """Connections that have each had one answer and stay open."""

    def __init__(self, port, count):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.sockets = []
        request = f"GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        for _ in range(count):
            client = socket.create_connection(("127.0.0.1", port), 10)
            client.sendall(request)
            if not client.recv(4096).startswith(b"HTTP/1.1 200"):
                raise SystemExit("an idle connection was not answered")
            self.sockets.append(client)

    def close(self):
        for client in self.sockets:
            client.close()
