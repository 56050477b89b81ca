"""Addresses of what-ifs, scenarios and rooms."""

from __future__ import annotations

from django.urls import path

from answerable.web.what_if import views_comparing as comparing
from answerable.web.what_if import views_scenarios as scenarios
from answerable.web.what_if.views_trying import what_if

urlpatterns = [
    path("what-if/", what_if, name="what-if"),
    path("what-if/save/", scenarios.save, name="scenario-save"),
    path("what-if/rooms/", comparing.add_room, name="room-add"),
    path("what-if/rooms/<int:number>/away/", comparing.offer, {"what": "away"}, name="room-away"),
    path("what-if/rooms/<int:number>/back/", comparing.offer, {"what": "back"}, name="room-back"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/compare/", comparing.compare, name="scenarios-compare"),
    path("scenarios/<int:number>/", scenarios.scenario, name="scenario"),
    path("scenarios/<int:number>/describe/", scenarios.describe, name="scenario-describe"),
    path("scenarios/<int:number>/visibility/", scenarios.publish, name="scenario-visibility"),
    path("scenarios/<int:number>/meeting/", scenarios.meeting, name="scenario-meeting"),
    path("scenarios/<int:number>/withdraw/", scenarios.step, {"what": "withdraw"}, name="scenario-withdraw"),
    path("scenarios/<int:number>/bring-back/", scenarios.step, {"what": "bring-back"}, name="scenario-bring-back"),
    path("scenarios/<int:number>/figures.csv", scenarios.figures_csv, name="scenario-csv"),
    path("scenarios/<int:number>/room.yaml", scenarios.room_yaml, {"what": "changed"}, name="scenario-yaml"),
    path("scenarios/<int:number>/room-now.yaml", scenarios.room_yaml, {"what": "now"}, name="scenario-room-yaml"),
]
