"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.meetings import (
    reading_urls,
    views_agenda,
    views_decisions,
    views_meetings,
    views_minutes,
    views_papers,
    views_questions,
)

urlpatterns: list[URLPattern] = [
    path("meetings/", views_meetings.meetings, name="meetings"),
    path("meetings/add/", views_meetings.add, name="meeting-add"),
    path("meetings/<int:number>/", views_meetings.meeting, name="meeting"),
    path("meetings/<int:number>/change/", views_meetings.change, name="meeting-change"),
    path("meetings/<int:number>/publish/", views_meetings.publish, {"part": "meeting"}, name="meeting-publish"),
    path("meetings/<int:number>/publish-minutes/", views_meetings.publish, {"part": "minutes"}, name="minutes-publish"),
    path("meetings/<int:number>/held/", views_meetings.step, {"what": "held"}, name="meeting-held"),
    path("meetings/<int:number>/cancel/", views_meetings.step, {"what": "cancelled"}, name="meeting-cancel"),
    path("meetings/<int:number>/publish-agenda/", views_meetings.step, {"what": "agenda"}, name="agenda-publish"),
    path("meetings/<int:number>/questions/ask/", views_questions.ask, name="meeting-ask"),
    path("meetings/<int:number>/agenda/", views_agenda.agenda, name="agenda-write"),
    path("meetings/<int:number>/agenda/<int:item>/change/", views_agenda.change, name="agenda-item-change"),
    *(path(f"meetings/<int:number>/agenda/<int:item>/{what}/", views_agenda.step, {"what": what}, name=f"agenda-item-{what}")
      for what in ("up", "down", "remove")),
    *(path(f"meetings/<int:number>/agenda/measures/<measure:measure_id>/{what}/", views_agenda.measure, {"what": what},
           name=f"agenda-measure-{what}") for what in ("take", "leave")),
    path("meetings/<int:number>/attendance/", views_papers.attendance, name="attendance"),
    path("meetings/<int:number>/attendance/take-over/", views_papers.attendance_step, name="attendance-take-over"),
    path("meetings/<int:number>/attendance/<int:attendance>/remove/", views_papers.attendance_step, name="attendance-remove"),
    path("meetings/<int:number>/papers/add/", views_papers.add_paper, name="paper-add"),
    path("papers/<int:number>/new-version/", views_papers.add_version, name="paper-version"),
    path("papers/<int:number>/publish/", views_papers.publish_paper, name="paper-publish"),
    path("papers/file/<int:number>/", views_papers.paper_file, name="paper-file"),
    path("meetings/<int:number>/minutes/", views_minutes.minutes, name="minutes"),
    path("meetings/<int:number>/minutes/write/", views_minutes.write, name="minutes-write"),
    path("meetings/<int:number>/minutes/approve/", views_minutes.approve, name="minutes-approve"),
    path("meetings/<int:number>/close/", views_minutes.close, name="meeting-close"),
    path("minutes/<int:number>/change/", views_minutes.change, name="minute-change"),
    path("minutes/<int:number>/remove/", views_minutes.remove, name="minute-remove"),
    path("minutes/<int:number>/correct/", views_minutes.correct, name="minute-correct"),
    path("questions/", views_questions.questions, name="questions"),
    path("questions/ask/", views_questions.ask, name="question-ask"),
    path("questions/<int:number>/", views_questions.question, name="question"),
    path("questions/<int:number>/change/", views_questions.change, name="question-change"),
    path("questions/<int:number>/answer/", views_questions.answer, name="question-answer"),
    path("questions/<int:number>/publish/", views_questions.publish, name="question-publish"),
    path("decisions/", views_decisions.decisions, name="decisions"),
    path("decisions/add/", views_decisions.add, name="decision-add"),
    path("decisions/<int:number>/", views_decisions.decision, name="decision"),
    path("decisions/<int:number>/change/", views_decisions.change, name="decision-change"),
    path("decisions/<int:number>/take-back/", views_decisions.take_back, name="decision-take-back"),
    path("decisions/<int:number>/publish/", views_decisions.publish, name="decision-publish"),
    *reading_urls.patterns,
]
