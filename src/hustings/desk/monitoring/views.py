"""Imports and their results, publications and their seals."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings import evidence
from hustings.desk import refusals
from hustings.desk.accounts import gate
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.language import current
from hustings.desk.monitoring import acts, forms, queries
from hustings.desk.monitoring.models import Election, Import, Publication
from hustings.messages import say
from hustings.refusal import Refusal


@door("monitoring.read")
def imports(request: HttpRequest) -> HttpResponse:
    form = forms.BringIn(request.POST or None, request.FILES or None)
    election = queries.election()
    if request.method == "POST":
        gate.require("monitoring.import", **asked(request))
        if form.is_valid():
            try:
                brought = _bring_in(request, form, election)
            except Refusal as refusal:
                form.add_error(None, refusals.sentence(refusal))
            else:
                return redirect("monitoring:import", brought.pk)
    context = {"form": form, "imports": queries.imports(), "election": election}
    status = refusals.CONFLICT if form.errors else 200
    return render(request, "monitoring/imports.html", context, status=status)


def _bring_in(request: HttpRequest, form: forms.BringIn, election: Election | None) -> Import:
    if election is None:
        raise Refusal("monitoring.no_election", "No election is open on this desk yet.")
    upload = form.cleaned_data["file"]
    brought = acts.bring_in(
        election, file_name=upload.name, content=upload.read(), options=form.options(),
        **asked(request), ground=form.cleaned_data["ground"],
    )  # fmt: skip
    said = _("The file is sealed and waits to be read; you may leave this page.")
    messages.success(request, said, extra_tags=request.path)
    return brought


@door("monitoring.read")
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    brought = get_object_or_404(Import.objects.select_related("by", "election"), pk=pk)
    rows = [{**row, "reason": say(row["reason"], current())} for row in brought.unreadable_rows]
    refused = brought.refusal and say(
        brought.refusal["text"], current(), **brought.refusal["facts"]
    )
    context = {"import": brought, "rows": rows, "refused": refused}
    fragment = getattr(request, "htmx", False)
    template = "monitoring/import_state.html" if fragment else "monitoring/import.html"
    return render(request, template, context)


@door("monitoring.read")
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(
        Publication.objects.select_related("account", "election", "brought_in__by"), pk=pk
    )
    context = {"publication": one, "indications": one.indications.order_by("pk")}
    return render(request, "monitoring/publication.html", context)


@require_POST
@door("monitoring.read")
def check_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Are the sealed bytes still what they were? A sentence, not a code."""
    one = get_object_or_404(Publication, pk=pk)
    try:
        evidence.Store(settings.STORE).check(one.file_digest)
    except Refusal as refusal:
        messages.error(request, refusals.sentence(refusal))
    else:
        messages.success(
            request, _("The sealed bytes are unchanged; their digest was computed anew just now.")
        )
    return redirect("monitoring:publication", pk)


@door("monitoring.read")
def original(request: HttpRequest, digest: str) -> HttpResponse:
    """The original bytes as a download; never shown in place, for they may be hostile."""
    del request  # the door has looked at it
    if not Import.objects.filter(file_digest=digest).exists():
        raise Http404
    body = evidence.Store(settings.STORE).read(digest)
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{digest[7:23]}.bin"'
    return response
