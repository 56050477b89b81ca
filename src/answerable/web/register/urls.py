"""The addresses of this app."""

from __future__ import annotations

from django.urls import path

from answerable.web.register import views_actions, views_recommendations
from answerable.web.register.actions_steps import STEPS as ACTION_STEPS
from answerable.web.register.actions_steps import step_page as action_step
from answerable.web.register.plans_urls import PLANS
from answerable.web.register.promises_urls import PROMISES
from answerable.web.register.recommendations_steps import STEPS as RECOMMENDATION_STEPS
from answerable.web.register.recommendations_steps import step_page as recommendation_step

urlpatterns = [
    path("actions/", views_actions.actions, name="actions"),
    path("actions/actions.csv", views_actions.actions_csv, name="actions-csv"),
    path("actions/actions.xlsx", views_actions.actions_xlsx, name="actions-xlsx"),
    path("actions/add/", views_actions.add, name="action-add"),
    path("actions/<int:number>/", views_actions.action, name="action"),
    path("actions/<int:number>/wording/", views_actions.edit, name="action-edit"),
    path("actions/<int:number>/owners/", views_actions.owners, name="action-owners"),
    path("actions/<int:number>/files/<int:update>/", views_actions.evidence_file, name="action-file"),
    *(path(f"actions/<int:number>/{what}/", action_step, {"what": what}, name=f"action-{what}") for what in ACTION_STEPS),
    path("recommendations/", views_recommendations.recommendations, name="recommendations"),
    path("recommendations/recommendations.csv", views_recommendations.recommendations_csv, name="recommendations-csv"),
    path("recommendations/recommendations.xlsx", views_recommendations.recommendations_xlsx, name="recommendations-xlsx"),
    path("recommendations/add/", views_recommendations.add, name="recommendation-add"),
    path("recommendations/<int:number>/", views_recommendations.recommendation, name="recommendation"),
    path("recommendations/<int:number>/wording/", views_recommendations.edit, name="recommendation-edit"),
    *(path(f"recommendations/<int:number>/{what}/", recommendation_step, {"what": what}, name=f"recommendation-{what}")
      for what in RECOMMENDATION_STEPS),
    *PLANS,
    *PROMISES,
]
