"""Rooms that cannot work: a sentence that names the line of the file, or a result that says since when. Never a hang."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.errors import AnswerableError, DefinitionError, InputError
from answerable.simulation.room_file import read_room
from answerable.simulation.simulating import get_ready, simulate
from answerable.simulation.telling import in_words
from answerable.staffing.requirement import require
from answerable.staffing.targets import Target

USUAL = {"arrivals": "10", "talk": "{exponential: 240}", "patience": "{exponential: 90}", "pools": "[handlers]", "redial": "",
         "staff": "6", "pool": "", "days": "1", "minutes": "30"}
TEXT = """\
name: hostile
days: %(days)s
slot_minutes: %(minutes)s
lines:
  "999": {arrivals: %(arrivals)s, talk: %(talk)s, patience: %(patience)s, pools: %(pools)s%(redial)s}
pools:
  handlers: {staff: %(staff)s%(pool)s}
"""


def written(folder: Path, **different: str) -> Path:
    """The file of a usual room in which something is different."""
    path = folder / "hostile.yaml"
    path.write_text(TEXT % {**USUAL, **different}, encoding="utf-8")
    return path


@pytest.mark.parametrize(("different", "told"), [
    ({"staff": str([6] * 6 + [0] * 2 + [6] * 40)}, "line 5: lines > 999 is open at Mon 03:00, when nobody of handlers"),
    ({"pools": "[]"}, "line 5: lines > 999 > pools must name at least one pool"),
    ({"talk": "{exponential: -4}"}, "line 5: lines > 999 > talk > exponential must be a number above 0"),
    ({"talk": "{exponential: .inf}"}, "line 5: lines > 999 > talk > exponential must be a number above 0"),
    ({"patience": "-5"}, "line 5: lines > 999 > patience must be a number of 0 or more (seconds); it is -5"),
    ({"arrivals": ".nan"}, "line 5: lines > 999 > arrivals must be one number"),
    ({"arrivals": "1000000000"}, "line 5: lines > 999 > arrivals must not be more than 20,000,000 in all"),
    ({"redial": ", redial: {share: 1, after: 0, attempts: 1000000000}"}, "redial > attempts must be at most 100"),
    ({"staff": "1000000000"}, "line 7: pools > handlers must not have more than 20,000 on duty at once"),
    ({"days": "100000"}, "line 2: days must be at most 366"),
    ({"minutes": "0.01667"}, "line 3: slot_minutes must be a whole number"),
])
def test_what_cannot_be_is_told_with_its_line(tmp_path: Path, different: dict[str, str], told: str) -> None:
    with pytest.raises(DefinitionError) as error:
        read_room(written(tmp_path, **different))
    assert told in error.value.line()


@pytest.mark.parametrize(("different", "told"), [
    ({"patience": "never", "arrivals": "100"}, "Unstable from Mon 00:00"),
    ({"patience": "never", "arrivals": str([10] * 29 + [100] * 19)}, "Unstable from Mon 14:30"),
    ({"patience": "never", "arrivals": "5000"}, "Stopped at Mon "),
    ({"arrivals": "0"}, "999: nobody came"),
    ({"pool": ", absent: 1"}, "nobody was answered"),
    ({"patience": "0", "arrivals": "100"}, "gave up; of those answered, 100.0%"),
    ({"arrivals": "20000", "staff": "4000"}, "0.0% gave up"),
    ({"arrivals": "30", "patience": "0", "redial": ", redial: {share: 1, after: 0, attempts: 100}"}, "gave up"),
])
def test_what_goes_wrong_is_told(tmp_path: Path, different: dict[str, str], told: str) -> None:
    room = read_room(written(tmp_path, **different))
    assert told in " ".join(in_words(room, simulate(room, 2)))


numbers = st.one_of(st.sampled_from(["0", "-1", ".nan", ".inf", "1e9", "null", "yes", "[]", "{}", "'x'", "999999999999"]),
                    st.floats(0, 300).map(lambda number: f"{number:g}"), st.integers(0, 300).map(str))
shapes = st.one_of(numbers, st.just("never"), st.builds("{{{0}: {1}, sd: {2}}}".format, st.sampled_from(
    ["exponential", "log_normal", "weibull", "quantiles"]), numbers, numbers))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional={
    "arrivals": numbers, "talk": shapes, "patience": shapes, "staff": numbers,
    "days": st.sampled_from(["0", "1", "2", "1.5", "x"]),
    "minutes": st.sampled_from(["0", "1", "7", "30", "1440", "-30"]),
    "redial": st.builds(", redial: {{share: {0}, after: {1}, attempts: {2}}}".format, numbers, shapes, numbers),
    "pool": st.builds(", absent: {0}, away: {1}".format, numbers, numbers)}))
def test_any_hostile_room_ends_soon(tmp_path: Path, different: dict[str, str]) -> None:
    get_ready()
    began = process_time()
    try:
        room = read_room(written(tmp_path, **different))
        assert list(in_words(room, simulate(room, 1, threads=1)))
    except AnswerableError:
        return                      # told with its line, as above
    assert process_time() - began < 20


@pytest.mark.parametrize(("different", "told"), [
    ({"pool": ", absent: 1"}, "absent or away"), ({"pool": ", away: 1"}, "absent or away"),
    ({"talk": "never"}, "takes for ever")])
def test_handlers_who_cannot_help_are_not_searched(tmp_path: Path, different: dict[str, str], told: str) -> None:
    room = read_room(written(tmp_path, **different))
    with pytest.raises(InputError, match=told):
        require(room, "handlers", [Target("999", "within", 0.9)])
