"""Judgement: is a figure within its usual range, does it meet its target, what follows by a declared rule.

Takes and returns plain values and frozen objects; knows nothing of records, measures or pages.
"""

from answerable.judgement.aims import Aim, Amount
from answerable.judgement.beside import NOTHING_BESIDE, Beside, Child, Said
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.plans import Baseline, ChartPlan, default_plan, plan_for, read_plans
from answerable.judgement.ratings import RatingRule, rating_rule
from answerable.judgement.rules import DEFAULT_RULE_SET, RULE_SETS, RuleSet, rule_set_named
from answerable.judgement.sentence import Gap
from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.targets import Target, read_targets, target_for
from answerable.judgement.verdict import Break, Judgement, Subject, judge

__all__ = [
    "DEFAULT_RULE_SET", "NOTHING_BESIDE", "RULE_SETS", "Aim", "Amount", "Baseline", "Beside", "Break", "ChartPlan", "Child",
    "ControlChart", "Gap", "Judgement", "PhaseStart", "Point", "RatingRule", "RuleSet", "Said", "Subject", "Target",
    "control_chart", "default_plan", "judge", "plan_for", "rating_rule", "read_plans", "read_targets", "rule_set_named",
    "target_for",
]
