"""Serving a workspace over HTTP: its newest release, and its register."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from answerable.errors import InputError

THREADS = 4
LAST_PORT = 65535


def serve(workspace_dir: Path, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve a workspace until interrupted; prints the address first.

    host, port: where to listen. Raises InputError where that is taken, not allowed, or no address of this
    machine. A release made while serving shows at once.
    """
    _check_free(host, port)
    # The workers are processes of their own: the environment is what they are told by.
    os.environ["ANSWERABLE_WORKSPACE"] = str(Path(workspace_dir).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.web.settings"
    # Loaded here, so that the command line does not wait for a server that most verbs never start.
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _prepare_register(workspace_dir)
    print(f"Serving {workspace_dir} at {address(host, port)} (stop with Ctrl+C)", flush=True)
    Granian("answerable.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=1,
            blocking_threads=THREADS, log_access=False, log_level=LogLevels.warning).serve()


def _prepare_register(workspace_dir: Path) -> None:
    """The register made ready; where its database cannot be had, the public pages are served all the same, and it is said."""
    from answerable.web.preparing import prepare

    try:
        prepare(workspace_dir)
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__module__ != "django.db.utils":
            raise
        print(f"The register is not served: {str(error).splitlines()[0]}. The public pages are. Check ANSWERABLE_DATABASE, the "
              "disk and the rights.", flush=True)


def address(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _check_free(host: str, port: int) -> None:
    if not 1 <= port <= LAST_PORT:
        raise InputError(f"port {port} is none.", remedy=f"Choose one from 1 to {LAST_PORT}, such as 8000.")
    try:
        family, _kind, _protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As the server itself does: a port that was closed a moment ago counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise InputError(f"cannot listen on {host}, port {port}: {error.strerror}.",
                         remedy=f"Choose another port, such as --port {_another(port)}, "
                                "or stop what uses this one.") from error


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < LAST_PORT else 8001
