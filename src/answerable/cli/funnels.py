"""`answerable peers funnel`: a measure among peers, or any file of organisations."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.comparing.peer_figures import Span, groups_on
from answerable.comparing.peer_files import peers_in_file
from answerable.comparing.peers import PeerGroup
from answerable.comparing.published_periods import published_period
from answerable.comparing.showing import Others, others_of
from answerable.errors import InputError, did_you_mean
from answerable.judgement.funnel_forms import MEAN, SHARE, form_named
from answerable.judgement.funnel_words import Setting, funnel_json
from answerable.judgement.funnels import funnel
from answerable.judging import monthly
from answerable.judging.peers import Asking, asking, error_of, shown
from answerable.workspace import Workspace, dimension_filter

EVERY = "all"
COLUMNS = ("name", "text", "denominator", "position", "rank_words", "comparability")
HEADINGS = ("organisation", "value", "out of", "position", "rank", "note")
IN_CSV = ("name", "own", "value", "numerator", "denominator", "z", "z_by_chance_alone", "outside", "rank", "rank_low",
          "rank_high", "position", "comparability", "left_out")


def funnels(arguments: Namespace) -> int:
    """Print the funnels of a workspace's measure, or of a file."""
    found = [_of_file(arguments)] if arguments.file else _of_workspace(arguments)
    if arguments.format == "json":
        print(as_json(found[0] if arguments.file else found))
    elif arguments.format == "csv":
        print(as_csv([_in_csv(content, point) for content in found for point in content["points"]]))
    else:
        print("\n\n".join(map(_in_words, found)))
    return 0


def _of_file(arguments: Namespace) -> dict[str, Any]:
    if arguments.names:
        raise InputError("--file stands for the workspace and the measure.", remedy="Leave one of the two out.")
    form = form_named(arguments.kind)
    peers = peers_in_file(Path(arguments.file), form, columns=dimension_filter(arguments.column),
                          where=dimension_filter(arguments.where), own=arguments.own)
    setting = Setting("percent" if form is SHARE else "ratio", arguments.better, _rows_words(arguments), noun="organisations",
                      one="organisation")
    placed = funnel(peers, form, direction=arguments.better, adjust=not arguments.unadjusted)
    return {"group": None, **funnel_json(placed, setting)}


def _rows_words(arguments: Namespace) -> str:
    return ", ".join([Path(arguments.file).name, *(word.replace("=", " ") for word in arguments.where)])


def _of_workspace(arguments: Namespace) -> list[dict[str, Any]]:
    if len(arguments.names) != 2:
        raise InputError("funnel needs a workspace and a measure, or --file.",
                         remedy="Write `answerable peers funnel my-force 101-abandonment`.")
    workspace = Workspace(arguments.names[0])
    measure, others = workspace.measure(arguments.names[1]), others_of(workspace.folder, workspace.settings.name)
    head = workspace.head()
    asked = asking(measure, monthly(workspace, measure, head), others, workspace.settings.name,
                   error_of(workspace, measure, head))
    if asked is None:
        raise InputError(f"'{measure.id}' is neither a share, a ratio of counts nor a mean: there is no funnel for it.",
                         remedy="Its published figures of others are on its page.")
    spans = asked.spans
    chosen = [_span(arguments.period, spans)] if arguments.period else spans
    groups = _groups(others, chosen[0], arguments.group) if chosen else []
    found = [_compared(asked, span, group, arguments) for group in groups
             for span in (chosen if arguments.period else [item.span for item in shown(asked, group)])]
    if not found:
        raise InputError(f"fewer than two peers published a figure that is like '{measure.id}'.",
                         remedy="Add figures to benchmarks/, or import a list: `answerable benchmarks import`.")
    return found


def _span(text: str, spans: Sequence[Span]) -> Span:
    found = published_period(text)
    if found is None:
        raise InputError(f"'{text}' is no period.", remedy="Write 2026-09, 2025/26, or 2026-04-01/2026-06-30.")
    span = Span(found[1], found[0])
    if span not in spans:
        raise InputError(f"nothing was published for {span.label}.",
                         remedy=f"There are figures for {', '.join(item.label for item in spans[:6])}.")
    return span


def _groups(others: Others, span: Span, name: str | None) -> list[PeerGroup | None]:
    if name is None:
        return groups_on(others, span.ends)
    known = {group.id: group for group in others.groups}
    if name != EVERY and name not in known:
        raise InputError(f"there is no peer group '{name}'.", remedy=did_you_mean(name, known) or "`answerable peers list` "
                         "names them; 'all' stands for every force that published.")
    return [None if name == EVERY else known[name]]


def _compared(asked: Asking, span: Span, group: PeerGroup | None, arguments: Namespace) -> dict[str, Any]:
    return asked.compare(span, group, adjust=not arguments.unadjusted).as_json()


def _in_words(content: dict[str, Any]) -> str:
    rows = [dict(zip(HEADINGS, (_plain(point[key]) for key in COLUMNS), strict=True)) for point in content["points"]]
    group = f" among '{content['group']['title']}'" if content["group"] else ""
    about = f"method {content['method']}"
    if content["phi"] is not None:
        about += f", centre {content['centre_text']}, φ {content['phi']:.4g}, τ² {content['tau2']:.4g}"
    size = "precision" if content["kind"] == MEAN.code else "expected" if "standard" in content["kind"] else "out of"
    return "\n".join([f"{content['period_label']}{group}", as_table([{size if key == "out of" else key: value for key, value
                                                                       in row.items()} for row in rows]),
                      "", content["sentence"], f"({about})"])


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _in_csv(content: dict[str, Any], point: dict[str, Any]) -> dict[str, Any]:
    group = content["group"]
    return {"group": group["id"] if group else "", "period": content["period_label"], **{key: point[key] for key in IN_CSV}}
