"""The servers under test: how each is built and started."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from .places import HERE, ROOT, WORK, build

SERVER_CORE = "0"


class Peer:
    """A server under test. One worker is pinned to a core; several are left to the kernel."""

    # Connections that the load keeps open.
    connections = 64

    def __init__(self, name, title, workers=1):
        self.name, self.title, self.workers = name, title, workers
        self.process = None

    def start(self, seeded):
        self.database = os.path.join(WORK, f"{self.name}.sqlite3")
        for suffix in ("-wal", "-shm"):
            if os.path.exists(self.database + suffix):
                os.remove(self.database + suffix)
        shutil.copyfile(seeded, self.database)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        pin = ["taskset", "-c", SERVER_CORE] if self.workers == 1 else []
        with open(os.path.join(WORK, f"{self.name}.log"), "w") as log:
            self.process = subprocess.Popen(
                [*pin, *self.command()], cwd=self.folder(),
                env={**os.environ, **self.environment()}, stdout=log, stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 20
        while True:
            try:
                self.ask("/plaintext")
                return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"{self.name} did not start: see {log.name}") from None
                time.sleep(0.002)

    def ask(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2).read()

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def build(self):
        pass

    def environment(self):
        return {}

    def folder(self):
        return HERE


class Floor(Peer):
    def build(self):
        self.binary = os.path.join(WORK, "floor")
        build(["cc", "-O2", "-o", self.binary, "floor/floor.c", "-lsqlite3"], HERE)

    def command(self):
        return [self.binary, str(self.port), self.database]


class Apus(Peer):
    site = os.path.join(ROOT, "Examples", "workbench")
    binary = os.path.join(site, ".build", "release", "manage")
    flags = []

    def build(self):
        build(["swift", "build", "-c", "release", "--product", "manage"], self.site)

    def seed(self, database):
        environment = {**os.environ, "WORKBENCH_DB": database}
        for command in ("migrate", "seed"):
            build([self.binary, command], self.site, env=environment)

    def command(self):
        return [self.binary, "serve", "--bind", f"127.0.0.1:{self.port}",
                "--workers", str(self.workers), *self.flags]

    def environment(self):
        return {"WORKBENCH_DB": self.database}

    def folder(self):
        return self.site


class ApusThreads(Apus):
    flags = ["--threads", "4"]


class ApusIdle(Apus):
    flags = ["--worker-connections", "12000", "--keep-alive", "600"]

    def start(self, seeded):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        super().start(seeded)


class Hummingbird(Peer):
    """One process; it takes as many cores as it may."""

    package = os.path.join(HERE, "peers", "hummingbird-grdb")
    scratch = os.environ.get("HUMMINGBIRD_SCRATCH", os.path.join(package, ".build"))

    def build(self):
        build(["swift", "build", "-c", "release", "--scratch-path", self.scratch], self.package)

    def command(self):
        return [os.path.join(self.scratch, "release", "peer"), str(self.port), self.database]

    def environment(self):
        return {"LOG_LEVEL": "error"}


class Django(Peer):
    # gunicorn's sync worker closes every connection; more only queue in the kernel.
    connections = 16
    venv = os.path.join(WORK, "venv")

    def build(self):
        programs = os.path.join(self.venv, "bin")
        if not all(os.path.exists(os.path.join(programs, name)) for name in ("gunicorn", "granian")):
            build([sys.executable, "-m", "venv", self.venv], HERE)
            build([os.path.join(programs, "pip"), "install", "-q", "django", "gunicorn", "granian"],
                  HERE)

    def command(self):
        return [os.path.join(self.venv, "bin", "gunicorn"), "-w", str(self.workers),
                "-b", f"127.0.0.1:{self.port}", "--log-level", "error", "peer:application"]

    def environment(self):
        return {"DATABASE": self.database}

    def folder(self):
        return os.path.join(HERE, "peers", "django-gunicorn")


class DjangoThreads(Django):
    connections = 64

    def command(self):
        return [*super().command()[:-1], "--threads", "4", "peer:application"]


class Granian(Django):
    connections = 64

    def command(self):
        return [os.path.join(self.venv, "bin", "granian"), "--interface", "wsgi", "--workers",
                str(self.workers), "--port", str(self.port), "--log-level", "error",
                "peer:application"]


class Nginx(Peer):
    """A file of the same 13 bytes: what the best of servers does that runs no code."""

    def command(self):
        folder = os.path.join(WORK, "nginx")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "plaintext"), "w") as page:
            page.write("Hello, World!")
        configuration = os.path.join(folder, "nginx.conf")
        with open(configuration, "w") as text:
            text.write(f"""
                daemon off; worker_processes {self.workers}; pid {folder}/pid;
                error_log {folder}/error.log;
                events {{ worker_connections 1024; }}
                http {{
                    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
                    open_file_cache max=100; default_type text/plain;
                    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
                    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
                    scgi_temp_path {folder}/scgi;
                    server {{ listen 127.0.0.1:{self.port}; root {folder}; }}
                }}""")
        return [self.program(), "-c", configuration, "-e", f"{folder}/error.log"]

    @staticmethod
    def program():
        return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
