"""Papers and exhibits: the sealed bytes, and a check of them now."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hustings import evidence
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.cases.models import Exhibit, Notice
from hustings.desk.refusals import sentence
from hustings.refusal import Refusal


@door("cases.read")
def notice_paper(_request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The notice as sealed, in one of its languages."""
    notice = get_object_or_404(Notice, pk=pk)
    if language not in notice.papers:
        raise Http404
    name = f"notice-{notice.number.replace('/', '-')}-{language}.pdf"
    return pdf(notice.papers[language], name=name)


def pdf(digest: str, *, name: str) -> HttpResponse:
    """A sealed paper, its bytes checked against the digest as they are read."""
    body = evidence.Store(settings.STORE).read(digest)
    answer = HttpResponse(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@door("cases.read")  # type: ignore[arg-type]  # a file is streamed, whatever its size
def exhibit_file(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes, never opened by the browser on this desk's own address."""
    exhibit = get_object_or_404(Exhibit, pk=pk)
    file = evidence.Store(settings.STORE).open(exhibit.digest)
    name = f"{exhibit.label}-{exhibit.digest[7:19]}.bin"
    return FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )


@require_POST
@door("cases.read")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the bytes again now and say whether they are what was sealed."""
    exhibit = get_object_or_404(Exhibit.objects.select_related("case"), pk=pk)
    fault = ""
    try:
        evidence.Store(settings.STORE).check(exhibit.digest)
    except Refusal as refusal:
        fault = sentence(refusal)
    if not getattr(request, "htmx", False):
        return redirect("cases:case", exhibit.case_id)
    context = {"exhibit": exhibit, "fault": fault, "checked_at": asked(request)["at"]}
    return render(request, "cases/checked.html", context)
