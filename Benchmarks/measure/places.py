"""Where things are, and the commands that are run there."""

import os
import subprocess

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(HERE)
WORK = os.path.join(HERE, ".build")
ROUTES = {
    "plaintext": "/plaintext",
    "json": "/json",
    "db": "/db",
    "queries": "/queries?n=20",
    "updates": "/updates?n=20",
    "fortunes": "/fortunes",
}


def say(text):
    print(text, flush=True)


def build(command, folder, **extra):
    say("  " + " ".join(command))
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **extra)
