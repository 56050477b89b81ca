"""Serving: one line that says where, or one line that says why not."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from running_site import get, running_site

from answerable.errors import InputError
from answerable.web.server import address, serve


def test_the_site_is_served_with_its_style_and_without_debugging(workspace: Path) -> None:
    with running_site(workspace) as site:
        status, home = get(f"{site}/")
        assert status == 200
        style = re.search(r'href="(/static/[^"]+\.css)"', home)
        assert style is not None
        assert get(f"{site}{style[1]}")[0] == 200
        status, missing = get(f"{site}/no-such-page")
        assert status == 404
        assert "Page not found" in missing
        assert "urlpatterns" not in missing


def test_a_port_in_use_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError) as error:
            serve(tmp_path, port=port)
    line = str(error.value)
    assert f"port {port}" in line
    assert "in use" in line
    assert f"--port {port + 1}" in line
    assert "\n" not in line


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(InputError, match=re.escape(host)):
        serve(tmp_path, host=host)


def test_a_port_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="port 99999"):
        serve(tmp_path, port=99999)


@pytest.mark.parametrize(("host", "shown"), [
    ("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")])
def test_the_address_shown_can_be_typed_into_a_browser(host: str, shown: str) -> None:
    assert address(host, 80) == shown
