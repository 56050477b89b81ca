"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.scrutiny import views, views_examples, views_inquiries, views_judgements

urlpatterns: list[URLPattern] = [
    path("answers/", views.answers, name="answers"),
    path("my/", views.my, name="my"),
    path("judgements/", views_judgements.judgements, name="judgements"),
    path("judgements/new/", views_judgements.choose, name="judgement-new"),
    path("judgements/new/<slug:kind>/", views_judgements.propose, name="judgement-propose"),
    path("judgements/<int:pk>/", views_judgements.judgement, name="judgement"),
    path("judgements/<int:pk>/stand/", views_judgements.stand, name="judgement-stand"),
    path("judgements/<int:pk>/refuse/", views_judgements.refuse, name="judgement-refuse"),
    path("judgements/<int:pk>/withdraw/", views_judgements.withdraw, name="judgement-withdraw"),
    path("judgements/<int:pk>/ask/", views_judgements.ask, name="judgement-ask"),
    path("inquiries/", views_inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", views_inquiries.add, name="inquiry-new"),
    path("inquiries/<int:pk>/", views_inquiries.inquiry, name="inquiry"),
    path("inquiries/<int:pk>/edit/", views_inquiries.edit, name="inquiry-edit"),
    path("inquiries/<int:pk>/visibility/", views_inquiries.show, name="inquiry-visibility"),
    path("inquiries/<int:pk>/pause/", views_inquiries.pause, name="inquiry-pause"),
    path("inquiries/<int:pk>/members/new/", views_inquiries.member, name="inquiry-member"),
    path("inquiries/<int:pk>/stages/new/", views_inquiries.stage, name="inquiry-stage-new"),
    path("inquiries/<int:pk>/stages/<int:stage>/", views_inquiries.stage, name="inquiry-stage"),
    path("inquiries/<int:pk>/sessions/new/", views_inquiries.session, name="inquiry-session"),
    path("inquiries/<int:pk>/report/", views_inquiries.report, name="inquiry-report"),
    path("inquiries/<int:pk>/report-file/", views_inquiries.report_file, name="inquiry-report-file"),
    path("inquiries/<int:pk>/close/", views_inquiries.close, name="inquiry-close"),
    path("inquiries/<int:pk>/tell/", views_examples.send, name="example-send"),
    path("inquiries/<int:pk>/tell/sent/", views_examples.sent, name="example-sent"),
    path("inquiries/<int:pk>/examples/", views_examples.examples, name="examples"),
    path("examples/<int:pk>/", views_examples.example, name="example"),
    path("examples/<int:pk>/call/", views_examples.call, name="example-call"),
    path("examples/<int:pk>/remove/", views_examples.redact, name="example-redact"),
]
