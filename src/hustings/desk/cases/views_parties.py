"""Pages on which respondents are named, charged, told, heard, and outcomes recommended."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings import law
from hustings.desk import packs
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.cases import acts, forms, outcomes, papers, procedure, queries, terms
from hustings.desk.cases.form_page import form_page
from hustings.desk.cases.matter import Matter, Named
from hustings.desk.cases.models import Case, Charge, Finding, Respondent
from hustings.desk.cases.offers import offer
from hustings.desk.monitoring.models import Account
from hustings.desk.templatetags.desk import in_words


def _back(case: Case, said: str, anchor: str = "") -> tuple[str, str]:
    return reverse("cases:case", args=[case.pk]) + anchor, said


@door("cases.name_respondent")
def name_respondent(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm whose account it is, with a typed ground; the name is never filled in beforehand,
    because an account's name is no person's.
    """
    case = get_object_or_404(Case.objects.select_related("election"), pk=pk)
    findings = queries.findings(case)
    free = _unanswered(case, findings)
    classes = {found.indication.publication.account_id: found.indication.publication.author_class
               for found in findings}  # fmt: skip
    asked_for = request.GET.get("account", "")
    initial = {"account": asked_for, "author_class": classes.get(_int(asked_for), "voter")}
    form = forms.Naming(
        request.POST or None,
        accounts=[("", _("without an account")), *((one.pk, said) for one, said in free.items())],
        classes=[(code, in_words(said)) for code, said in queries.author_classes(case).items()],
        initial=initial,
    )

    def act(read: Mapping[str, Any]) -> object:
        account = Account.objects.get(pk=read["account"]) if read["account"] else None
        return acts.name_respondent(
            case, name=read["name"], person_kind=read["person_kind"],
            author_class=read["author_class"], account=account, ground=read["ground"],
            **asked(request),
        )  # fmt: skip

    def shown() -> Mapping[str, Any]:
        chosen = _int(asked_for)
        theirs = [f for f in findings if f.indication.publication.account_id == chosen]
        matter = queries.matter(case)
        return {
            "case": case, "theirs": theirs, "zone": matter.zone,
            "offer": offer(lambda: procedure.may_gather(matter)),
        }  # fmt: skip

    return form_page(
        request, form, act, template="cases/name.html", shown=shown,
        done=lambda _made: _back(case, _("Respondent named."), "#table"),
    )  # fmt: skip


def _unanswered(case: Case, findings: Iterable[Finding]) -> dict[Account, str]:
    """The accounts of the findings that nobody answers for yet, with their names."""
    named = {one.account_id for one in queries.respondents(case)}
    return {
        found.indication.publication.account: queries.account_name(found)
        for found in findings
        if found.indication.publication.account_id not in named
    }


def _int(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 18 else 0  # noqa: PLR2004  # fits a row's id


def _facing(respondent: Respondent, check: Callable[[Matter, Named], object]) -> dict[str, Any]:
    """What a page about one respondent shows, and whether its step may be taken now."""
    matter = queries.matter(respondent.case)
    named = next(one for one in matter.respondents if one.id == respondent.pk)
    return {
        "case": respondent.case, "respondent": respondent,
        "offer": offer(lambda: check(matter, named)),
    }  # fmt: skip


def _respondent(pk: int) -> Respondent:
    found = Respondent.objects.select_related("case__election", "account", "notice")
    return get_object_or_404(found, pk=pk)


@door("cases.charge")
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """A provision, and the findings it rests on; what the review confirmed stands first."""
    respondent = _respondent(pk)
    case = respondent.case
    pack = packs.of(case.election)
    findings = list(queries.findings(case))
    own = [f for f in findings if f.indication.publication.account_id == respondent.account_id]
    uncharged = [f for f in own if not f.charges.filter(respondent=respondent).exists()]
    first = [_place(found) for found in uncharged or own]
    places = list(dict.fromkeys([*first, *queries.places(case)]))
    words = [(f"{offence} {provision}", _cited(pack, offence, provision))
             for offence, provision in places]  # fmt: skip
    chosen = [f.pk for f in uncharged if _place(f) == places[0]]
    form = forms.Charging(
        request.POST or None, places=words, initial={"findings": chosen},
        findings=[(f.pk, _finding(f)) for f in findings],
    )  # fmt: skip

    def act(read: Mapping[str, Any]) -> object:
        offence, _space, provision = read["place"].partition(" ")
        return acts.charge(
            respondent, findings=list(Finding.objects.filter(pk__in=read["findings"], case=case)),
            offence=offence, provision=provision, ground=read["ground"], **asked(request),
        )  # fmt: skip

    return form_page(
        request, form, act, template="cases/charge.html",
        shown=lambda: _facing(respondent, procedure.may_charge),
        done=lambda _made: _back(case, _("Provision added."), "#table"),
    )  # fmt: skip


def _place(found: Finding) -> tuple[str, str]:
    return found.indication.offence, found.indication.provision


def _cited(pack: law.Pack, offence: str, provision: str) -> str:
    cited = in_words(pack.offence(offence).citation)
    return f"{cited} — {in_words(pack.provision(provision).citation)}"


def _finding(found: Finding) -> str:
    words = papers.quoted(found.indication.publication)[:120]
    return f"№ {found.pk}: {queries.account_name(found)} — {words}"


@door("cases.notify")
def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """What the notice will say, and until when; then it is numbered, sealed and sent."""
    respondent = _respondent(pk)
    case = respondent.case
    zone = ZoneInfo(queries.zone_of(case))
    until = terms.until(case, at=asked(request)["at"]).astimezone(zone)
    form = forms.Notifying(request.POST or None)

    def act(read: Mapping[str, Any]) -> object:
        due_at = read["due_at"]
        if due_at is not None:
            due_at = due_at.replace(tzinfo=zone)
        site = request.build_absolute_uri("/")
        return acts.notify(respondent, due_at=due_at, site=site, **asked(request))

    def shown() -> Mapping[str, Any]:
        return _facing(respondent, procedure.may_notify) | {
            "until": until, "zone": str(zone),
            "assumed": terms.assumed(case),
            "findings": papers.alleged(respondent.charges.all()),
            "charges": respondent.charges.all(),
        }  # fmt: skip

    return form_page(
        request, form, act, template="cases/notify.html", shown=shown,
        done=lambda _made: _back(case, _("Notice numbered and sealed."), "#letters"),
    )  # fmt: skip


@door("cases.record_explanation")
def record_explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said to the group, or came on paper."""
    respondent = _respondent(pk)

    def act(read: Mapping[str, Any]) -> object:
        return acts.record_explanation(
            respondent, text=read["text"], how=read["how"], **asked(request)
        )

    return form_page(
        request, forms.Recording(request.POST or None), act, template="cases/record.html",
        shown=lambda: _facing(respondent, procedure.may_hear),
        done=lambda _made: _back(respondent.case, _("Explanation recorded."), "#letters"),
    )  # fmt: skip


@door("cases.recommend")
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    """An outcome with its reason beside the law's words, or explicitly pending."""
    row = get_object_or_404(
        Charge.objects.select_related("respondent__case__election", "respondent__account"), pk=pk
    )
    case = row.respondent.case
    choices = [("", _("pending: the group leaves it open"))]
    choices += [(code, in_words(said)) for code, said in outcomes.names(case).items()]
    initial = {"outcome": row.proposal, "reason": row.proposal_reason, "version": row.version}
    form = forms.Recommending(request.POST or None, outcomes=choices, initial=initial)

    def act(read: Mapping[str, Any]) -> object:
        return acts.recommend(
            row, outcome=read["outcome"], reason=read["reason"], version=read["version"],
            **asked(request),
        )  # fmt: skip

    def shown() -> Mapping[str, Any]:
        row.refresh_from_db()
        if form.is_bound:
            # What was typed stays; the version becomes the one that stands, which the page shows.
            typed = request.POST.copy()
            typed["version"] = str(row.version)
            form.data = typed
        on = asked(request)["at"].astimezone(ZoneInfo(queries.zone_of(case))).date()
        tariff = packs.of(case.election).tariff(
            row.offence, author_class=row.respondent.author_class,
            person=row.respondent.person_kind, on=on,
        )  # fmt: skip
        return {
            "case": case, "charge": row, "tariff": tariff, "outcome_words": outcomes.names(case),
            "findings": papers.alleged([row]), "zone": queries.zone_of(case),
            "offer": offer(lambda: procedure.may_gather(queries.matter(case))),
        }  # fmt: skip

    return form_page(
        request, form, act, template="cases/recommend.html", shown=shown,
        done=lambda _made: _back(case, _("Recommendation recorded."), f"#charge-{row.pk}"),
    )  # fmt: skip
