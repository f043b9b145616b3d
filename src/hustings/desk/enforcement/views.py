"""Cases to carry out, and the page of one: every step, or why it is not yet time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.queries import zone_of
from hustings.desk.cases.views_evidence import pdf
from hustings.desk.enforcement import acts, forms, offers, queries
from hustings.desk.enforcement.models import Appeal, Referral
from hustings.refusal import Refusal


@door("enforcement.read")
def cases(request: HttpRequest) -> HttpResponse:
    context = {"cases": queries.cases(), "overdue": queries.overdue(at=asked(request)["at"])}
    return render(request, "enforcement/list.html", context)


@door("enforcement.read")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@door("enforcement.read")
def letter(_request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The letter of a referral as sealed, in one of its languages."""
    sent = get_object_or_404(Referral, pk=pk)
    if language not in sent.papers:
        raise Http404
    name = f"letter-{sent.number.replace('/', '-')}-{language}.pdf"
    return pdf(sent.papers[language], name=name)


def _page(
    request: HttpRequest, pk: int, *, filled: dict[str, django_forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    one = get_object_or_404(Case.objects.select_related("election"), pk=pk)
    context = offers.page(one, **asked(request), filled=filled or {})
    return render(request, "enforcement/case.html", context, status=status)


def step(
    form_of: Callable[..., django_forms.Form] | None, key: str
) -> Callable[..., Callable[..., HttpResponse]]:
    """A POST that runs one act with what a form says; refused, the page comes back as typed."""

    def made(run: Callable[..., None]) -> Callable[..., HttpResponse]:
        @require_POST
        @door("enforcement.read")
        def view(request: HttpRequest, /, pk: int, **where: int) -> HttpResponse:
            name = key.format(**where)
            form = form_of(request.POST, prefix=name) if form_of else None
            if form is not None and not form.is_valid():
                return _page(request, pk, filled={name: form}, status=refusals.CONFLICT)
            said = form.cleaned_data if form is not None else {}
            try:
                run(request, get_object_or_404(Case, pk=pk), **where, **said)
            except Refusal as refusal:
                if form is None:
                    raise
                form.add_error(None, refusals.sentence(refusal))
                status = refusals.shown_status(refusal)
                return _page(request, pk, filled={name: form}, status=status)
            messages.success(request, _("Done and entered in the ledger."), extra_tags=request.path)
            return redirect("enforcement:case", pk)

        return view

    return made


@step(None, "refer")
def refer(request: HttpRequest, case: Case) -> None:
    to = request.POST.get("to", "official")
    acts.refer(queries.resolution_of(case), **asked(request), to=to)


@step(forms.Receive, "receive-{referral}")
def receive(request: HttpRequest, case: Case, *, referral: int, receipt_digest: str) -> None:
    acts.receive(_referral(case, referral), receipt_digest=receipt_digest, **asked(request))


@step(forms.SendBack, "send_back-{referral}")
def send_back(request: HttpRequest, case: Case, *, referral: int, defects: str) -> None:
    acts.send_back(_referral(case, referral), defects=defects, **asked(request))


@step(forms.Protocol, "draw-{charge}")
def draw(request: HttpRequest, case: Case, *, charge: int, text: str) -> None:
    referral = queries.living_referral(case)
    if referral is None:
        raise Refusal("enforcement.not_referred", "The materials have not been referred yet.")
    acts.draw_protocol(referral, charge=_charge(case, charge), text=text, **asked(request))


@step(forms.Impose, "impose-{charge}")
def impose(request: HttpRequest, case: Case, *, charge: int, units: int) -> None:
    acts.impose(_charge(case, charge), units=units, **asked(request))


def _chosen(request: HttpRequest, case: Case, *, charge: int, **said: Any) -> None:
    said["runs_from"] = _clocked(case, said["runs_from"])
    acts.impose(_charge(case, charge), **said, **asked(request))


impose_decided = step(forms.Decided, "decided-{charge}")(_chosen)
impose_chosen = step(forms.Choose, "choose-{charge}")(_chosen)


@step(forms.Stop, "stop-{charge}")
def stop(request: HttpRequest, case: Case, *, charge: int, stopped_at: datetime) -> None:
    penalty = _penalised(case, charge).penalty
    acts.stop(penalty, stopped_at=_moment(case, stopped_at), **asked(request))


@step(forms.Carry, "carry-{charge}")
def carry(request: HttpRequest, case: Case, *, charge: int, done_at: datetime, what: str) -> None:
    acts.carry_out(
        _charge(case, charge), outcome=request.POST.get("outcome", ""),
        done_at=_moment(case, done_at), what=what, **asked(request),
    )  # fmt: skip


def _moment(case: Case, typed: datetime) -> datetime:
    """The field's moment is by the server's clock; the election's is meant."""
    return typed.replace(tzinfo=ZoneInfo(zone_of(case)))


def _clocked(case: Case, typed: datetime | None) -> datetime | None:
    return None if typed is None else _moment(case, typed)


@step(None, "warn")
def warn(request: HttpRequest, case: Case, *, charge: int) -> None:
    acts.warn(_charge(case, charge), **asked(request))


@step(None, "serve")
def serve(request: HttpRequest, case: Case, *, charge: int) -> None:
    acts.serve(_penalised(case, charge).penalty, **asked(request))


@step(forms.Pay, "pay-{charge}")
def pay(request: HttpRequest, case: Case, *, charge: int, **paid: Any) -> None:
    acts.record_payment(_penalised(case, charge).penalty, **paid, **asked(request))


@step(forms.Appeal, "appeal-{charge}")
def appeal(request: HttpRequest, case: Case, *, charge: int, **filed: Any) -> None:
    acts.file_appeal(_charge(case, charge), **filed, **asked(request))


@step(forms.DecideAppeal, "court-{charge}")
def court(request: HttpRequest, case: Case, *, charge: int, **decided: Any) -> None:
    living = get_object_or_404(Appeal, charge=_charge(case, charge), state="filed")
    acts.decide_appeal(living, **decided, **asked(request))


def _referral(case: Case, pk: int) -> Referral:
    return get_object_or_404(Referral, pk=pk, resolution__item__case=case)


def _charge(case: Case, pk: int) -> Charge:
    return get_object_or_404(queries.charges(case), pk=pk)


def _penalised(case: Case, pk: int) -> Charge:
    return get_object_or_404(queries.charges(case), pk=pk, penalty__isnull=False)
