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
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        return _measured(given.meetings, given.rounds, given.pages)


def _measured(meetings: int, rounds: int, only: str) -> int:
    from django.db import connection, transaction

    from benchmarks.register_material import fill, people

    with transaction.atomic():
        cast = people()
        fill(cast, 10)
    few = {(page.address, page.role): page.queries for page in _pages(cast, 1, only)}
    began = time.perf_counter()
    with transaction.atomic():
        fill(cast, meetings - 10)
    print(f"{connection.vendor}: {meetings:,} meetings with {20 * meetings:,} actions, written in "
          f"{time.perf_counter() - began:.0f} s; {load()}\n")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = [page for page in _pages(cast, rounds, only) if page.status == 200]
    rows = [(page.address, page.role or "public", f"{page.cpu_ms:.1f}", str(page.queries),
             str(few.get((page.address, page.role), "")), f"{page.bytes / 1000:.0f}", _fault(page, few))
            for page in sorted(pages, key=lambda page: -page.cpu_ms)]
    print_table(("page", "reader", "CPU ms", "queries", "with 10 meetings", "kB", ""), rows)
    faults = [row for row in rows if row[-1]]
    lists = [page for page in pages if page.is_list]
    slowest = max(page.cpu_ms for page in lists)
    print(f"{len(lists)} lists asked for by {len(ROLES)} kinds of reader; the slowest takes {slowest:.1f} ms of processor "
          f"time. {len(faults)} over the limit of {LIMIT_MS:.0f} ms or with queries that grow.")
    return 1 if faults else 0


def _fault(page: Any, few: dict[tuple[str, str], int]) -> str:
    if not page.is_list:
        return ""
    slow = "too slow " if page.cpu_ms > LIMIT_MS else ""
    return slow + ("queries grow" if page.queries > few.get((page.address, page.role), page.queries) else "")


def _pages(cast: dict[str, Any], rounds: int, only: str) -> list[Any]:
    from django.test import Client

    from benchmarks.register_pages import NO_LISTS, addresses, ask

    found = []
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if role:
            client.force_login(cast[role])
        own = [*addresses(), *(f"/api/v1/{kind}" for kind in LISTS_OF_THE_API), "/api/popolo/popolo.json"]
        found += [ask(client, address, role, rounds) for address in dict.fromkeys(own)
                  if only in address and not NO_LISTS.search(address.removesuffix("popolo.json"))]
    return found


if __name__ == "__main__":
    sys.exit(main())
