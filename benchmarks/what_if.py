"""How soon after a change the what-if page has its new figures: `python -m benchmarks.what_if [ADDRESS E-MAIL PASSWORD]`.

Without an address the answers are made in this process, with the shipped room: what the server takes, without a browser. With
one, a browser (Chromium) signs in there and types, as a manager does: what a person waits, from the key to the figures.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

CHANGES = [("staff1_more", "2"), ("staff1_from", "14:00"), ("staff1_to", "22:00"), ("demand_1", "5"), ("staff1_more", "3"),
           ("absent_0", "10"), ("staff1_more", "4"), ("talk_1", "3"), ("staff1_more", "1")]
SEEN = """(before) => { const said = document.querySelector(".app-what-if__sentence");
  return said && said.innerText !== before && !document.querySelector("#what-if-result").hasAttribute("aria-busy"); }"""


def in_process() -> list[float]:
    """Seconds from the request to the answer, change by change."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ANSWERABLE_WORKSPACE": folder, "ANSWERABLE_REQUIRE_SECOND_FACTOR": "0"}
        from answerable.web.preparing import prepare

        prepare(Path(folder))
        from django.test import Client

        from answerable.web.accounts.commands import add_account, give_role
        from answerable.web.organisations.commands import add_organisation
        from answerable.web.what_if import simulator

        force = add_organisation(by=None, kind="force", name="Westshire Police")
        user = add_account(by=None, email="manager@westshire.example", name="Manager", password=None)
        give_role(by=None, user=user, organisation=force, role="manager")
        simulator.get_ready()
        client = Client()
        client.force_login(user)
        return _asked(client)


def _asked(client: object) -> list[float]:
    asked, seconds = {"room": "example"}, []
    client.get("/what-if/", asked)   # type: ignore[attr-defined]
    for name, value in CHANGES:
        asked[name] = value
        began = perf_counter()
        answer = client.get("/what-if/", asked, headers={"X-Part": "result"})   # type: ignore[attr-defined]
        seconds.append(perf_counter() - began)
        assert b"app-what-if__sentence" in answer.content, answer.content[:500]
    return seconds


def in_a_browser(address: str, email: str, password: str) -> list[float]:
    """Seconds from the key to the new figures on the page, change by change."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    seconds = []
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]).new_page()
        page.goto(f"{address}/sign-in/")
        page.fill("input[type=email], input[name=login]", email)
        page.fill("input[type=password]", password)
        page.click("main button[type=submit]")
        page.wait_for_load_state()
        page.goto(f"{address}/what-if/")
        page.wait_for_selector(".app-what-if__sentence", timeout=300_000)
        for name, value in CHANGES:
            before = page.inner_text(".app-what-if__sentence")
            began = perf_counter()
            page.fill(f"[name={name}]", value)
            page.wait_for_function(SEEN, arg=before, timeout=30_000)
            seconds.append(perf_counter() - began)
    return seconds


def main(arguments: list[str]) -> None:
    """Measure and print."""
    seconds = in_a_browser(*arguments) if arguments else in_process()
    for (name, value), each in zip(CHANGES, seconds, strict=True):
        print(f"{name} = {value}: {each:.2f} s")
    print(f"median {median(seconds):.2f} s, longest {max(seconds):.2f} s; the goal is 1 s. Load of the machine: "
          f"{', '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main(sys.argv[1:])
