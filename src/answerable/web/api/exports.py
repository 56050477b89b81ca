"""The page from which one exports what one may read."""

from __future__ import annotations

import tempfile
import zipfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from answerable.web.api.exporting import FORMS, files
from answerable.web.components.pages import needs, page

WORDS = {"json": _("JSON, for programs and for keeping"), "csv": _("CSV, a file for each kind"),
         "xlsx": _("Excel, a sheet for each kind")}


@require_safe
@needs("export")
def export_page(request: HttpRequest) -> HttpResponse:
    """What an export holds, and its three forms."""
    return page(request, "api/export.html", forms=[(form, WORDS[form]) for form in FORMS])


@require_safe
@needs("export")
def export_file(request: HttpRequest, form: str) -> Any:
    """Everything that whoever asks may read, as a ZIP archive. Http404 for a form that there is not."""
    if form not in FORMS:
        raise Http404
    kept = tempfile.TemporaryFile()   # closed, and so gone, once it was sent
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(request.user, form):
            archive.writestr(name, content)
    kept.seek(0)
    name = f"register-{timezone.localdate()}-{form}.zip"
    answer = FileResponse(kept, as_attachment=True, filename=name, content_type="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
