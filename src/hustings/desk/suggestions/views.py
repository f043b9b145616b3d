"""The page of refuted claims: by file, by hand, out again as a file."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.language import current
from hustings.desk.suggestions import acts, finding, forms, queries
from hustings.desk.suggestions.models import Claim, ClaimFile
from hustings.messages import say
from hustings.refusal import Refusal


@door("suggestions.read")
def claims(request: HttpRequest) -> HttpResponse:
    return _page(request, forms.ImportClaims(), forms.AddClaim())


@require_POST
@door("suggestions.import_claims")
def bring_in(request: HttpRequest) -> HttpResponse:
    """A ClaimReview file; what of it was refused is told record by record on its page."""
    form = forms.ImportClaims(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = acts.import_claims(
                file_name=upload.name, content=upload.read(), **asked(request),
                ground=form.cleaned_data["ground"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            return redirect("suggestions:file", file.pk)
    return _page(request, form, forms.AddClaim(), status=refusals.CONFLICT)


@require_POST
@door("suggestions.add_claim")
def add(request: HttpRequest) -> HttpResponse:
    """One claim by hand."""
    form = forms.AddClaim(request.POST)
    if form.is_valid():
        try:
            claim = acts.add_claim(**form.cleaned_data, **asked(request))
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            said = _("Kept. A worker searches the publications for it; you may leave this page.")
            messages.success(request, said, extra_tags="/desk/claims/")
            return redirect("suggestions:claim", claim.pk)
    return _page(request, forms.ImportClaims(), form, status=refusals.CONFLICT)


def _page(
    request: HttpRequest, importing: Form, adding: Form, *, status: int = 200
) -> HttpResponse:
    words = request.GET.get("words", "").replace("\0", "")[:200]
    rows, cursor = queries.claims(words=words, after=request.GET.get("after", ""))
    searched, held = finding.left()
    context = {"rows": rows, "cursor": cursor, "words": words, "importing": importing,
               "adding": adding, "searched": searched, "held": held,
               "any": Claim.objects.exists()}  # fmt: skip
    return render(request, "suggestions/claims.html", context, status=status)


@door("suggestions.read")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a file, with each refused record's number, field and remedy."""
    one = get_object_or_404(ClaimFile.objects.select_related("by"), pk=pk)
    rows = [
        {**row, "reason": say(row["text"], current(), **row["facts"])}
        for row in one.refused_records
    ]
    context = {"file": one, "rows": rows, "more": one.refused - len(rows)}
    return render(request, "suggestions/file.html", context)


@door("suggestions.read")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    return _claim(request, pk, forms.Withdraw())


@require_POST
@door("suggestions.withdraw_claim")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Search for it no more, with a reason."""
    form = forms.Withdraw(request.POST)
    if form.is_valid():
        try:
            acts.withdraw_claim(
                get_object_or_404(Claim, pk=pk), why=form.cleaned_data["why"], **asked(request)
            )
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            return redirect("suggestions:claim", pk)
    return _claim(request, pk, form, status=refusals.CONFLICT)


def _claim(request: HttpRequest, pk: int, form: Form, *, status: int = 200) -> HttpResponse:
    one = get_object_or_404(Claim.objects.select_related("by", "withdrawn_by", "file"), pk=pk)
    found, more = queries.repeating(one)
    searched, held = finding.left()
    context: dict[str, Any] = {"claim": one, "found": found, "more": more, "form": form,
                               "searched": searched, "held": held}  # fmt: skip
    return render(request, "suggestions/claim.html", context, status=status)


@door("suggestions.read")
def export(request: HttpRequest) -> HttpResponse:
    """Every claim in use, as ClaimReview."""
    del request  # the door has looked at it
    response = HttpResponse(finding.exported(), content_type="application/ld+json")
    response["Content-Disposition"] = 'attachment; filename="claims.json"'
    return response
