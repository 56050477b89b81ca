"""Rooms that were put in, and scenarios that were saved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from answerable.web.audit.kept import Kept
from answerable.web.meetings.models import Paper
from answerable.web.organisations.models import Entry, Organisation


class KeptRoom(Kept):
    """A control room's file as it was: never changed. text: its YAML; sha256: of that; offered: whether it can be chosen, or
    stands here only because a scenario was made of it."""

    force = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    offered = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("force", "sha256"), name="one_room_of_a_kind"),)

    def __str__(self) -> str:
        return self.name

    def parties(self) -> frozenset[int]:
        """The force whose room it is."""
        return frozenset((self.force_id,))


class Scenario(Entry):
    """A room with changes, and what came of it as it was seen when it was saved.

    asked: the fields of the form that were filled in, from which it can be tried again; changes: in words, one a change; seen:
    what was seen (seeing.py), with the number of repetitions and the seed; withdrawn_at: since when it no longer stands in the
    list.
    """

    PASSES_ON = Q(withdrawn_at__isnull=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    room = models.ForeignKey(KeptRoom, on_delete=models.PROTECT, related_name="scenarios")
    asked = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    seen = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-saved_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("scenario", args=[self.pk])


class ScenarioPaper(Kept):
    """A scenario that was taken to a meeting, as a paper."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="papers")
    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="scenario")

    class Meta:
        ordering = ("pk",)

    def parties(self) -> frozenset[int]:
        """The organisations of its scenario."""
        found: frozenset[int] = self.scenario.parties()
        return found
