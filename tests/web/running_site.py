"""The site as it is served: in a process of its own, at a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

SERVE = "import sys; from pathlib import Path; from answerable.web.server import serve; " \
        "serve(Path(sys.argv[1]), port=int(sys.argv[2]))"
PATIENCE_SECONDS = 20


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_site(workspace: Path) -> Iterator[str]:
    """Serve a workspace; gives the address, and stops the server at the end."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(workspace), str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        assert f"http://127.0.0.1:{port}" in said, said
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port. Raises AssertionError where nobody does."""
    pause = Event()
    for _attempt in range(PATIENCE_SECONDS * 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    raise AssertionError(f"nothing listens on port {port} after {PATIENCE_SECONDS} s")


def get(address: str) -> tuple[int, str]:
    """Status and text of an address."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
