"""The register with 1,000 meetings and 20,000 actions: the time and the queries of every list.

    python -m benchmarks.register                 # SQLite
    tools/postgres.sh python -m benchmarks.register   # PostgreSQL

Exit code 1 where a list takes more than 60 ms of processor time, or its queries grow with the rows.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import load, print_table

LIMIT_MS = 60.0
ROLES = ("", "policy-officer", "chief-officer", "panel-member", "auditor", "administrator")
LISTS_OF_THE_API = ("actions", "meetings", "promises", "recommendations", "persons", "plan-items")


def main() -> int:
    """Fill, ask, print. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Every list of a large register.")
    parser.add_argument("--meetings", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pages", default="", help="only addresses with this in them")
    given = parser.parse_args()
    # Nobody of the cast has a second proof: with it needed, every page of theirs would be the one that asks for it.
    os.environ["ANSWERABLE_REQUIRE_SECOND_FACTOR"] = "0"
    with tempfile.TemporaryDirectory() as folder:
        from answerable.web.preparing import prepare

        prepare(Path(folder))
        from answerable.web.memory import settle

        settle()   # as the server does before it answers
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        return _measured(given.meetings, given.rounds, given.pages)


def _measured(meetings: int, rounds: int, only: str) -> int:
    from django.db import connection, transaction

    from benchmarks.register_material import fill, people
    from benchmarks.register_pages import pace, time_once

    with transaction.atomic():
        cast = people()
        fill(cast, 10)
    clients = _clients(cast)
    few = {(page.address, page.role): page.queries for page in _pages(clients, only)}
    began = time.perf_counter()
    with transaction.atomic():
        fill(cast, meetings - 10)
    print(f"{connection.vendor}: {meetings:,} meetings with {20 * meetings:,} actions, written in "
          f"{time.perf_counter() - began:.0f} s; {load()}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = [page for page in _pages(clients, only) if page.status == 200]
    paces = [pace()]
    # Round by round, so that a moment in which others work falls on one time of many pages, not on all of one.
    for _round in range(rounds):
        for page in pages:
            time_once(clients[page.role], page)
        paces.append(pace())
    print(f"A fixed piece of Python took {min(paces):.0f} to {max(paces):.0f} ms of processor time meanwhile.\n")
    return _told(pages, few)


def _told(pages: list[Any], few: dict[tuple[str, str], int]) -> int:
    rows = [(page.address, page.role or "public", f"{page.cpu_ms:.1f}", f"{page.middle_ms:.1f}",
             f"{page.cpu_ms / LIMIT_MS:.2f}", str(page.queries), str(few.get((page.address, page.role), "")),
             f"{page.bytes / 1000:.0f}", _fault(page, few)) for page in sorted(pages, key=lambda page: -page.cpu_ms)]
    print_table(("page", "reader", "CPU ms, best", "median", "of 60 ms", "queries", "with 10 meetings", "kB", ""), rows)
    faults = [row for row in rows if row[-1]]
    lists = [page for page in pages if page.is_list]
    slowest, middle = max(page.cpu_ms for page in lists), max(page.middle_ms for page in lists)
    print(f"{len(lists)} lists asked for by {len(ROLES)} kinds of reader; the slowest takes {slowest:.1f} ms of processor time "
          f"at best, by the median {middle:.1f} ms. {len(faults)} over {LIMIT_MS:.0f} ms or with queries that grow.")
    return 1 if faults else 0


def _fault(page: Any, few: dict[tuple[str, str], int]) -> str:
    if not page.is_list:
        return ""
    slow = "too slow " if page.cpu_ms > LIMIT_MS else ""
    return slow + ("queries grow" if page.queries > few.get((page.address, page.role), page.queries) else "")


def _clients(cast: dict[str, Any]) -> dict[str, Any]:
    from django.test import Client

    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role in filter(None, ROLES):
        clients[role].force_login(cast[role])
    return clients


def _pages(clients: dict[str, Any], only: str) -> list[Any]:
    from benchmarks.register_pages import NO_LISTS, addresses, ask

    own = [*addresses(), *(f"/api/v1/{kind}" for kind in LISTS_OF_THE_API), "/api/popolo/popolo.json"]
    return [ask(client, address, role) for role, client in clients.items() for address in dict.fromkeys(own)
            if only in address and not NO_LISTS.search(address.removesuffix("popolo.json"))]


if __name__ == "__main__":
    sys.exit(main())
