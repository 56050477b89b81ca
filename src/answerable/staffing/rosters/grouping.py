"""A large roster as several small ones: people in groups, each with its part of the need.

A group of fifty is solved in a second, five hundred people at once in minutes. What the groups find is a roster of the whole;
where it costs nothing it is the best there is, otherwise the whole search begins from it.
"""

from __future__ import annotations

from math import floor

from answerable.staffing.rosters.problem import Problem

GROUP = 50
_GOLDEN = 0.6180339887498949      # its multiples spread evenly, so that rounding does not favour one group


def groups_of(people: int) -> list[list[int]]:
    """The places of people in groups of about fifty, dealt out in turn, so that groups are alike."""
    number = max(-(-people // GROUP), 1)
    return [list(range(first, people, number)) for first in range(number)]


def part_of(problem: Problem, groups: list[list[int]]) -> list[Problem]:
    """The problem of each group. The need of each shift of a day is divided by how many of a group may have it."""
    parts = [[[0] * len(day) for day in problem.need] for _ in groups]
    for day, wanted in enumerate(problem.need):
        for shift, people in enumerate(wanted):
            able = [sum((day, shift) in problem.own[place].open for place in group) for group in groups]
            start, seen, given = (_GOLDEN * (day * len(wanted) + shift)) % 1, 0, 0
            for part, number in zip(parts, able, strict=True):
                seen += number
                end = floor(people * seen / max(sum(able), 1) + start)
                part[day][shift] = end - given
                given = end
    return [Problem([problem.own[place] for place in group], tuple(map(tuple, part)), problem.minutes, problem.nights,
                    problem.weekend, problem.clashes) for group, part in zip(groups, parts, strict=True)]
