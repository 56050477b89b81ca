"""The verbs and their words. Nothing heavy is imported here: `answerable --help` must not wait."""

from __future__ import annotations

import argparse
from typing import Any

from answerable import __version__
from answerable.cli.audit_verbs import audit_verb, register_verb
from answerable.cli.ledger_verb import forecasts_verb
from answerable.cli.people_verbs import accounts_verb, organisations_verb
from answerable.cli.projection_verbs import forecast_verb, project_verb
from answerable.cli.promises_verb import promises_verb
from answerable.cli.roster_verb import roster_verb
from answerable.cli.scenario_verbs import scenarios_verb
from answerable.cli.shift_verb import shifts_verb
from answerable.cli.simulation_verbs import fit_verb, simulate_verb, staff_verb
from answerable.cli.strength_verbs import strength_verb
from answerable.cli.verb_parts import Parser
from answerable.cli.verb_parts import as_of as _as_of
from answerable.cli.verb_parts import format_of as _format
from answerable.cli.verb_parts import verb as _verb
from answerable.cli.verb_parts import workspace as _workspace

TABLE_FORMATS = ("table", "csv", "json", "parquet")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = Parser(prog="answerable", description="From the record of a call to a judged, public measure page.",
                     epilog="Begin with `answerable demo demo-force`, or `answerable init my-force`.")
    parser.add_argument("--version", action="version", version=f"answerable {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for add in (_init, _load, _withdraw, _figures, _judge, _check_report, _chart, project_verb,
                forecast_verb, forecasts_verb, simulate_verb, staff_verb, scenarios_verb,
                strength_verb, fit_verb,
                shifts_verb, roster_verb, _release, _serve, _steps, _decide,
                _decisions, _measures, _grades, _sources, _targets, _plans, _ratings, _benchmarks, _peers, _sample, _minutes,
                _missing, _signals, _doctor, _store, audit_verb, register_verb, accounts_verb, organisations_verb,
                promises_verb, _demo):
        add(verbs)
    return parser


def _init(verbs: Any) -> None:
    verb = _verb(verbs, "init", "Make a new workspace: a folder that a force keeps.",
                 'answerable init my-force --name "Westshire Police"', "working", "init")
    _workspace(verb)
    verb.add_argument("--name", help="the force, as pages name it (default: the folder's name)")
    verb.add_argument("--governing-body", default="", help="whoever holds the force to account")
    verb.add_argument("--time-zone", default="Europe/London", help="whose days figures use (default Europe/London)")


def _load(verbs: Any) -> None:
    verb = _verb(verbs, "load", "Load records from files. The same file twice changes nothing; a corrected file "
                 "replaces its own rows.",
                 "answerable load my-force generic_csv calls-2026-09.csv calls-2026-10.csv", "working", "load")
    _workspace(verb)
    verb.add_argument("source", metavar="SOURCE", help="the mapping's name (`answerable sources list`)")
    verb.add_argument("files", metavar="FILE", nargs="+", help="CSV, TSV, XLSX, JSON lines or Parquet, gzip or not")
    verb.add_argument("--quiet", action="store_true", help="show no progress")
    _format(verb, ("table", "json"))


def _withdraw(verbs: Any) -> None:
    verb = _verb(verbs, "withdraw", "Take the records of a loaded file out again.",
                 "answerable withdraw my-force calls-2026-10.csv", "working", "withdraw")
    _workspace(verb)
    verb.add_argument("file", metavar="FILE", help="the name of the file as it was loaded, or its SHA-256's beginning")


def _figures(verbs: Any) -> None:
    verb = _verb(verbs, "figures", "Print the figures of a measure, with numerator, denominator, coverage and status.",
                 "answerable figures my-force 101-answered-within-30s --by month --by place --where line=101 "
                 "--format csv", "asking", "figures")
    _workspace(verb)
    verb.add_argument("measure", metavar="MEASURE", help="the measure's id (`answerable measures list`)")
    verb.add_argument("--by", action="append", metavar="WHAT",
                      help="a kind of period (half-hour, hour-of-week, day, week, month, quarter, financial-year, "
                           "rolling-3-months, rolling-12-months, all; default month) and dimensions of its records (line, "
                           "channel, place, grade, team …; for a backlog also age_band); may be repeated or joined with commas")
    verb.add_argument("--where", action="append", default=[], metavar="DIMENSION=VALUE", help="only these records")
    verb.add_argument("--from", dest="start", metavar="DAY", help="first day, YYYY-MM-DD")
    verb.add_argument("--to", dest="end", metavar="DAY", help="last day, YYYY-MM-DD")
    _as_of(verb)
    verb.add_argument("--version", type=int, metavar="NUMBER",
                      help="work the figures out by this version of the definition (default: the newest)")
    verb.add_argument("--output", metavar="FILE", help="write there (needed for parquet)")
    _format(verb, TABLE_FORMATS)


def _judge(verbs: Any) -> None:
    verb = _verb(verbs, "judge", "Say of one measure, or of all, how the latest figure stands, and why.",
                 "answerable judge my-force 101-answered-within-30s", "asking", "judge")
    _workspace(verb)
    verb.add_argument("measure", metavar="MEASURE", nargs="?", help="the measure's id (default: all)")
    verb.add_argument("--contradictions", action="store_true", help="list instead every rating that its own evidence "
                      "contradicts: those by rule, overrides, and those of the reports in stated_ratings/")
    verb.add_argument("--stated", metavar="FILE", action="append", default=[], help="with --contradictions: the ratings of a "
                      "report beside them (CSV or XLSX); may be repeated")
    verb.add_argument("--rule", metavar="RULE", help="the rating rule to rate by, shipped or of the workspace's "
                      "ratings/ (default: the one that answerable.toml names)")
    _as_of(verb)
    _format(verb, ("table", "json"))


def _check_report(verbs: Any) -> None:
    verb = _verb(verbs, "check-report", "Hold the ratings of a report that somebody wrote against the figures it gives: what "
                 "contradicts them, in one sentence each. Needs no records and no workspace.",
                 "answerable check-report --example > report.csv && answerable check-report report.csv",
                 "contradicting", "check_report")
    verb.add_argument("file", metavar="FILE", nargs="?", help="CSV or XLSX, a row a rating: the columns measure, period and "
                      "rating, and whatever the report tells beside them")
    verb.add_argument("--example", action="store_true", help="print a file to begin with")
    _format(verb, ("table", "csv", "json"))


def _chart(verbs: Any) -> None:
    verb = _verb(verbs, "chart", "Judge a series, or many, out of a file: for every point the mean, the limits, and what the "
                 "rules find. Needs no records and no workspace; it can be compared with NHSRplotthedots point by point.",
                 "answerable chart ae_attendances.csv --date period --value attendances --facet org_code --where type=1 "
                 "--better lower --format csv", "charting", "chart")
    verb.add_argument("file", metavar="FILE", help="CSV (gzip or not) or XLSX, a row a figure: the columns date and value, or "
                      "date, numerator and denominator; optional: status (final, revised, provisional)")
    for name, help_ in (("date", "the column of the dates or periods"), ("value", "of the values"),
                        ("numerator", "of the numerators"), ("denominator", "of the denominators"),
                        ("status", "of the statuses")):
        verb.add_argument(f"--{name}", metavar="COLUMN", help=f"{help_} (default {name})")
    verb.add_argument("--facet", action="append", default=[], metavar="COLUMN", help="a series for each value of this column; "
                      "may be repeated")
    verb.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE", help="only the rows with this value; may "
                      "be repeated")
    verb.add_argument("--add-up", action="store_true", help="add up the rows of one series and period (counts only)")
    verb.add_argument("--every", choices=("month", "quarter", "year", "week", "day", "point"), help="what a single day stands "
                      "for, so that gaps are known (default: found out; point: no gaps)")
    _chart_plan(verb)
    verb.add_argument("--unit", metavar="UNIT", choices=("percent", "seconds", "contacts", "count", "ratio", "hours",
                                                         "full-time equivalents"), help="of the values (default: percent "
                      "where they carry its sign or are made from a numerator and a denominator, except in u charts)")
    verb.add_argument("--summary", action="store_true", help="print a line a series, and not its points")
    verb.add_argument("--output", metavar="FILE", help="write there instead of printing")
    verb.add_argument("--svg", metavar="FILE", help="draw the chart there too (one series of months)")
    _format(verb, ("table", "csv", "json"))


def _chart_plan(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--kind", choices=("xmr", "p", "p-prime", "u", "u-prime", "g", "t"), default="xmr",
                      help="of chart (default xmr, as NHSRplotthedots)")
    verb.add_argument("--rule-set", metavar="RULES", default="making-data-count-r-0.2.2", help="making-data-count-r-0.2.2 (as "
                      "NHSRplotthedots, the default) or making-data-count-2023")
    verb.add_argument("--better", choices=("higher", "lower", "neutral"), default="higher", help="which way is better "
                      "(default higher)")
    verb.add_argument("--target", type=float, metavar="NUMBER", help="in the unit of the values")
    verb.add_argument("--rebase", action="append", default=[], metavar="DAY", help="the first day of a new phase, with limits "
                      "of its own; may be repeated")
    verb.add_argument("--baseline", type=int, metavar="NUMBER", help="so many first points of each phase make its limits "
                      "(default: all)")
    verb.add_argument("--minimum-points", type=int, default=2, metavar="NUMBER", help="fewer make no limits (default 2, as "
                      "NHSRplotthedots; measures need 12)")
    verb.add_argument("--no-screen", action="store_true", help="leave no moving range out of their average")
    verb.add_argument("--season", choices=("none", "month"), default="none", help="month: judge what is left without the "
                      "season (36 months needed; xmr only)")


def _release(verbs: Any) -> None:
    verb = _verb(verbs, "release", "Freeze figures, judgements, definitions and records into a release for the site.",
                 'answerable release my-force --note "October figures"', "working", "release")
    _workspace(verb)
    verb.add_argument("--note", default="", help="what this release is for; shown on the site")
    verb.add_argument("--quiet", action="store_true", help="show no progress")


def _serve(verbs: Any) -> None:
    verb = _verb(verbs, "serve", "Serve the public site of the newest release.",
                 "answerable serve my-force --port 8000", "working", "serve")
    _workspace(verb)
    verb.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    verb.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")


def _steps(verbs: Any) -> None:
    verb = _verb(verbs, "steps", "Print the step changes that the figures propose: of a measure with the evidence, of all by "
                 "day and cause. Nothing is judged afresh until somebody accepts one.",
                 "answerable steps my-force 101-answered-within-30s", "deciding", "steps")
    _workspace(verb)
    verb.add_argument("measure", metavar="MEASURE", nargs="?", help="the measure's id (default: all)")
    _format(verb, ("table", "json"))


def _decide(verbs: Any) -> None:
    verb = _verb(verbs, "decide", "Record a decision: that there is a step change, a rating put in the place of the computed "
                 "one for a while, the stage of scrutiny, an event that was waited for, or the end of an earlier decision. "
                 "Decisions are published with the next release: the name of who decided, and the reason. A role can stand "
                 "in place of a name.",
                 'answerable decide my-force stage --measure 101-answered-within-30s --stage paused --until "scrutiny report" '
                 '--latest 2027-03-31 --by "Commissioner" --reason "The report comes in March"', "deciding", "decide")
    _workspace(verb)
    verb.add_argument("kind", choices=("step", "override", "stage", "event", "end"), help="what is decided")
    verb.add_argument("--by", required=True, metavar="WHO", help="who decides it: a name or a role; published")
    verb.add_argument("--reason", required=True, metavar="TEXT", help="why; published")
    verb.add_argument("--second", metavar="WHO", help="a second person (an override needs one); published")
    verb.add_argument("--measure", metavar="MEASURE", help="for step, override and stage: the measure's id")
    verb.add_argument("--at", metavar="DAY", help="for step: first day of the new")
    verb.add_argument("--refuse", action="store_true", help="for step: somebody has looked, and it is none")
    verb.add_argument("--rating", metavar="CODE", help="for override: the rating's code in the rating rule")
    verb.add_argument("--evidence", metavar="TEXT", help="for override: what it rests on; published")
    verb.add_argument("--expires", metavar="DAY", help="for override: the last day on which it lasts")
    verb.add_argument("--family", metavar="MEASURE", help="for stage: this measure and all below it, in place of --measure")
    verb.add_argument("--stage", metavar="STAGE", help="for stage: content, watching, under-scrutiny or paused")
    verb.add_argument("--until", metavar="EVENT", help="for a pause: the event that ends it")
    verb.add_argument("--latest", metavar="DAY", help="for a pause: the day on which it ends without its event")
    verb.add_argument("--event", metavar="EVENT", help="for event: its name, as the pause has it")
    verb.add_argument("--on", metavar="DAY", help="for event: when it happened (default today)")
    verb.add_argument("--ends", metavar="NUMBER", type=int, help="for end: the decision that is taken back from now on")
    verb.add_argument("--dry-run", action="store_true", help="record nothing: show what would be recorded")


def _decisions(verbs: Any) -> None:
    verb = _verb(verbs, "decisions", "Print the record of decisions: what was decided, by whom, why, and whether it stands.",
                 "answerable decisions my-force --measure 101-answered-within-30s", "deciding", "decisions")
    _workspace(verb)
    verb.add_argument("--measure", metavar="MEASURE", help="only those that bear on this measure")
    _format(verb, ("table", "json", "csv"))


def _measures(verbs: Any) -> None:
    verb = _verb(verbs, "measures", "List the measures, show one in words and as SQL, or check all definitions.",
                 "answerable measures show 101-answered-within-30s", "asking", "measures")
    verb.add_argument("what", choices=("list", "show", "check"))
    verb.add_argument("measure", metavar="NAME", nargs="?", help="for show: the measure's id; for check: the workspace")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="take the workspace's own measures in as well")
    _format(verb, ("table", "json"))


def _grades(verbs: Any) -> None:
    verb = _verb(verbs, "grades", "List the grade schemes of incidents, show one, take a shipped one into a workspace, or "
                 "check a workspace's.", "answerable grades use suffolk --workspace my-force", "grading", "grades")
    verb.add_argument("what", choices=("list", "show", "use", "check"))
    verb.add_argument("name", metavar="NAME", nargs="?", help="for show and use: the scheme; for check: the workspace")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="whose schemes (for use: which takes it)")
    _format(verb, ("table", "json"))


def _sources(verbs: Any) -> None:
    verb = _verb(verbs, "sources", "List the mappings, show one, check all, or propose one from a look at a file.",
                 "answerable sources new calls.csv > my-force/sources/calls.yaml", "asking", "sources")
    verb.add_argument("what", choices=("list", "show", "check", "new"))
    verb.add_argument("name", metavar="NAME", nargs="?", help="for show: the source; for new: the file to look at")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="take the workspace's own sources in as well")


def _targets(verbs: Any) -> None:
    verb = _verb(verbs, "targets", "List the targets in force, shipped and own, or check their files.",
                 "answerable targets list --workspace my-force", "comparing", "targets")
    verb.add_argument("what", choices=("list", "check"))
    verb.add_argument("--workspace", metavar="WORKSPACE", help="take the workspace's own targets in as well")
    _format(verb, ("table", "json"))


def _plans(verbs: Any) -> None:
    verb = _verb(verbs, "plans", "List the chart plans, shipped and own, or check their files. A chart plan says how the usual "
                 "range of its measures is worked out.", "answerable plans list --workspace my-force", "comparing", "plans")
    verb.add_argument("what", choices=("list", "check"))
    verb.add_argument("--workspace", metavar="WORKSPACE", help="take the workspace's own chart plans in as well")
    _format(verb, ("table", "json"))


def _ratings(verbs: Any) -> None:
    verb = _verb(verbs, "ratings", "List the rating rules, shipped and own, show one from the top, or check their files and "
                 "that no released one changed.", "answerable ratings show default-2", "rating_rules", "ratings")
    verb.add_argument("what", choices=("list", "show", "check"))
    verb.add_argument("rule", metavar="RULE", nargs="?", help="for show: the rule's id")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="take the workspace's own rating rules in as well")
    _format(verb, ("table", "json"))


def _benchmarks(verbs: Any) -> None:
    verb = _verb(verbs, "benchmarks", "List published figures of others, show one, check them against one another, or import "
                 "a list of them into a workspace.",
                 "answerable benchmarks import my-force published_figures.csv", "comparing", "benchmarks")
    verb.add_argument("what", choices=("list", "show", "check", "import"))
    verb.add_argument("names", metavar="NAME", nargs="*",
                      help="for show: the figure's id; for import: the workspace and the file (CSV)")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="take the workspace's own benchmarks in as well")
    verb.add_argument("--mapping", default="published_call_handling", metavar="NAME",
                      help="for import: how the file's columns and metrics are read (default published_call_handling)")
    verb.add_argument("--read-as", action="append", default=[], metavar="READING",
                      help="for import: how times that can be read in two ways are read: h:mm:ss or mm:ss, or "
                           "METRIC=mm:ss for one metric; may be repeated")
    verb.add_argument("--dry-run", action="store_true", help="for import: say what would be taken; write nothing")
    verb.add_argument("--replace", action="store_true", help="for import: replace what was imported from a file of this name")
    _format(verb, ("table", "json"))


def _peers(verbs: Any) -> None:
    verb = _verb(verbs, "peers", "List the peer groups of a workspace, check their files, or put a measure among peers: a "
                 "funnel plot in figures, with limits that allow for how much forces differ anyway, and ranks with their "
                 "interval.", "answerable peers funnel my-force 101-abandonment --period 2026-09", "comparing", "peers")
    verb.add_argument("what", choices=("list", "check", "funnel"))
    verb.add_argument("names", metavar="NAME", nargs="*", help="for funnel: the workspace and the measure")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="for list and check: whose peer groups; none are shipped")
    verb.add_argument("--on", metavar="DAY", help="for list: the day, YYYY-MM-DD (default today)")
    verb.add_argument("--period", metavar="PERIOD", help="for funnel: 2026-09, 2025/26 (April to March), or two days with a "
                      "slash between (default: the latest that has enough forces)")
    verb.add_argument("--group", metavar="GROUP", help="for funnel: the peer group (default: each that the force is in; "
                      "'all' for every force that published)")
    _peers_of_a_file(verb)
    _format(verb, ("table", "json", "csv"))


def _peers_of_a_file(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--file", metavar="FILE", help="for funnel, instead of a workspace: a CSV file with the columns "
                      "organisation, numerator and denominator; for means organisation, value and standard_error")
    verb.add_argument("--kind", default="share", metavar="KIND", help="of the file's figures: share, ratio (of counts), mean, "
                      "standardised or standardised-root (observed over expected; the logarithm, or the square root); "
                      "default share")
    verb.add_argument("--column", action="append", default=[], metavar="OURS=THEIRS",
                      help="a column of the file that has another name; may be repeated")
    verb.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE",
                      help="only the rows of the file with this value; may be repeated")
    verb.add_argument("--own", default="", metavar="NAME", help="the organisation of the file that asks")
    verb.add_argument("--better", choices=("higher", "lower", "neutral"), default="higher",
                      help="which way is better in the file, for ranks (default higher)")
    verb.add_argument("--unadjusted", action="store_true", help="for funnel: limits of chance alone")


def _sample(verbs: Any) -> None:
    verb = _verb(verbs, "sample", "Say what a sample tells of the whole, how many to look at for a given question, or whether "
                 "two surveys differ.", "answerable sample interval 46 60 --population 480", "sampling", "sample")
    verb.add_argument("what", choices=("interval", "size", "difference"))
    verb.add_argument("numbers", metavar="NUMBER", nargs="*", help="for interval: how many were found and how many looked at "
                      "(10 10); for difference: the two samples, the earlier first (46/60 61/70)")
    verb.add_argument("--population", type=int, metavar="NUMBER", help="how many there are in all (default: many more)")
    verb.add_argument("--level", type=float, default=95.0, metavar="PERCENT", help="of confidence (default 95)")
    verb.add_argument("--method", choices=("wilson", "exact"), default="wilson", help="for interval (default wilson)")
    verb.add_argument("--tell", nargs=3, metavar=("SHARE", "from", "OTHER"), help="for size: so that a share of the first can "
                      "be told from the second (90 from 80)")
    verb.add_argument("--power", type=float, default=80.0, metavar="PERCENT", help="for --tell: how often it shall be found")
    verb.add_argument("--within", type=float, metavar="POINTS", help="for size: so that the share is true to within so many "
                      "points")
    verb.add_argument("--expect", type=float, default=50.0, metavar="PERCENT", help="for --within: the share that will be "
                      "found, where that is known (default 50, which is safe)")
    verb.add_argument("--none-over", type=float, metavar="PERCENT", help="for size: so that, where none is bad, at most that "
                      "share of the whole is")
    verb.add_argument("--same-people", action="store_true", help="for difference: the same people are in both (refused, with "
                      "the reason)")
    _format(verb, ("table", "json"))


def _minutes(verbs: Any) -> None:
    verb = _verb(verbs, "minutes", "Read minutes (.docx, .pdf or plain text) for actions, commitments, promises, decisions, "
                 "figures and the next meeting, each with its sentence. Nothing is kept and nothing is sent anywhere.",
                 "answerable minutes read assurance-meeting.docx --format json", "minutes", "minutes")
    verb.add_argument("what", choices=("read",))
    verb.add_argument("file", metavar="FILE", help="the minutes")
    verb.add_argument("--workspace", metavar="WORKSPACE", help="name the workspace's own measures as well")
    verb.add_argument("--held", metavar="DAY", help="the day of the meeting, YYYY-MM-DD, from which \"in June\" is counted "
                      "(default: as the minutes print it)")
    _format(verb, ("text", "json", "csv"))


def _missing(verbs: Any) -> None:
    verb = _verb(verbs, "missing", "Print the register of what is missing: every measure, whether it can be computed, since "
                 "when, what broke it, who mends it and by when.", "answerable missing my-force", "missing", "missing")
    _workspace(verb)
    _format(verb, ("table", "json"))


def _signals(verbs: Any) -> None:
    verb = _verb(verbs, "signals", "Print what changed since the last release: new special causes and targets, late data, "
                 "changed ratings, revisions; and how much of it chance alone would give.",
                 "answerable signals my-force --format markdown", "signals", "signals")
    _workspace(verb)
    verb.add_argument("--since", type=int, metavar="NUMBER",
                      help="compare the newest release with this one (default: as it was released, with the one before it)")
    _format(verb, ("table", "json", "markdown"))


def _doctor(verbs: Any) -> None:
    verb = _verb(verbs, "doctor", "Say what is wrong or missing in a workspace, and the remedy.",
                 "answerable doctor my-force", "asking", "doctor")
    _workspace(verb)
    _format(verb, ("table", "json"))


def _store(verbs: Any) -> None:
    verb = _verb(verbs, "store", "Verify every file that the store keeps, list its states, tidy away what is no longer "
                 "needed, or mend the newest state where no backup has a damaged file.", "answerable store verify my-force",
                 "store", "store")
    verb.add_argument("what", choices=("verify", "history", "tidy", "mend"))
    _workspace(verb)
    verb.add_argument("--keep-days", type=int, metavar="DAYS", help="for tidy: remove states that others followed longer ago "
                      "than that, but for those that releases rest on (default: keep every state)")
    verb.add_argument("--dry-run", action="store_true", help="for tidy: only say what would go")
    verb.add_argument("--quiet", action="store_true", help="show no progress")
    _format(verb, ("table", "json"))


def _demo(verbs: Any) -> None:
    verb = _verb(verbs, "demo", "Make a demonstration workspace of a made-up force: three years of records, a release.",
                 "answerable demo demo-force && answerable serve demo-force", "demonstration", "demo")
    _workspace(verb)
    verb.add_argument("--months", type=int, default=36, help="how many months (default 36)")
    verb.add_argument("--scale", type=float, default=1.0, help="size of the force (default 1: about 2 million contacts)")
    verb.add_argument("--seed", type=int, default=999, help="the same seed makes the same force (default 999)")
