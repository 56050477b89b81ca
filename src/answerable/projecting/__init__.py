"""Where measures and forecasting meet: months ahead with odds, and records as demand by the half-hour."""

from answerable.projecting.projected import Projected
from answerable.projecting.recorded import record_shown
from answerable.projecting.release_json import projection_json
from answerable.projecting.running import Projections, project_measures

__all__ = ["Projected", "Projections", "project_measures", "projection_json", "record_shown"]
