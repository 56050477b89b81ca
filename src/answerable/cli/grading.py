"""The verb `grades`: the schemes that say how soon each grade of incident must be attended."""

from __future__ import annotations

import shutil
from argparse import Namespace

from answerable.cli.printing import as_json, as_table
from answerable.errors import InputError, did_you_mean
from answerable.measures.grades import FOLDER, MINUTE_MS, Scheme, overlapping, read_scheme, read_schemes, shipped_schemes
from answerable.periods import to_date
from answerable.workspace import Workspace


def grades(arguments: Namespace) -> int:
    """List the schemes, show one, take a shipped one into a workspace, or check a workspace's."""
    if arguments.what == "list":
        found = [read_scheme(path) for path in shipped_schemes().values()]
        found += read_schemes(Workspace(arguments.workspace).folder / FOLDER) if arguments.workspace else []
        rows = [_row(scheme) for scheme in found]
        print(as_json(rows) if arguments.format == "json" else as_table(rows))
        return 0
    if arguments.what == "check":
        return _check(arguments.name or arguments.workspace)
    if arguments.name not in shipped_schemes():
        raise InputError(f"there is no grade scheme '{arguments.name or ''}'.",
                         remedy=did_you_mean(arguments.name or "", shipped_schemes()) or "`answerable grades list`")
    path = shipped_schemes()[arguments.name]
    if arguments.what == "show":
        print(path.read_text(encoding="utf-8").rstrip())
        return 0
    if not arguments.workspace:
        raise InputError("which workspace shall use it?", remedy=f"answerable grades use {arguments.name} --workspace my-force")
    target = Workspace(arguments.workspace).folder / FOLDER / path.name
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(path, target)
    print(f"{target}: taken. Mend its dates, agency and times for your force, then `answerable grades check`.")
    return 0


def _row(scheme: Scheme) -> dict[str, object]:
    times = "; ".join(f"{grade.name}: " + ", ".join(f"{ms // MINUTE_MS} min {area}".rstrip()
                                                    for area, ms in grade.limits_ms.items())
                      for grade in scheme.grades.values() if grade.limits_ms)
    return {"grade_scheme": scheme.name, "force": scheme.force, "from": to_date(scheme.first).isoformat(),
            "to": to_date(scheme.last).isoformat() if scheme.last is not None else None, "clock": scheme.clock,
            "status": scheme.status, "times": times}


def _check(folder: str | None) -> int:
    if not folder:
        raise InputError("which workspace's schemes shall be checked?", remedy="answerable grades check my-force")
    schemes = read_schemes(Workspace(folder).folder / FOLDER)
    both = overlapping(schemes)
    for one, other in both:
        print(f"'{one.name}' and '{other.name}' are in force on the same days for the same agency: give one of them a 'to', "
              "or each an 'agency'.")
    print(f"{len(schemes)} grade schemes checked, {len(both)} overlaps.")
    return 2 if both else 0
