"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.meetings import views_decisions, views_meetings, views_questions

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
]
