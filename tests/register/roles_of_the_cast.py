"""In which organisation of the cast each role is held."""

from __future__ import annotations

ROLES_OF = {"analyst": "force", "manager": "force", "chief-officer": "force", "policy-officer": "body", "member": "body",
            "auditor": "body", "administrator": "body", "panel-member": "panel"}
