"""A changed answer in words: the matter, what was found, what is found now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings import law
from hustings.desk.cases.models import Charge
from hustings.desk.law import comparing
from hustings.desk.law.comparing import Turned
from hustings.desk.law.models import Changed
from hustings.desk.law.pages import when
from hustings.desk.law.queries import InUse
from hustings.desk.monitoring.models import Publication
from hustings.desk.review.models import Indication
from hustings.desk.templatetags import wording
from hustings.desk.templatetags.desk import in_words, words_of

KINDS = {
    "provision": gettext_lazy("words of the law"), "rule": gettext_lazy("rule"),
    "offence": gettext_lazy("offence"), "event": gettext_lazy("date of the calendar"),
    "clock": gettext_lazy("term"), "outcome": gettext_lazy("outcome"),
    "quorum": gettext_lazy("quorum"), "days": gettext_lazy("working days"),
    "unit": gettext_lazy("unit of account"),
}  # fmt: skip
LONG = 160  # letters of a value in the list of differences


def turned(here: InUse, page: Sequence[Turned], *, new: law.Pack) -> list[dict[str, Any]]:
    """A page of the list before adoption; the rows are read for that page only."""
    rows: dict[str, Mapping[int, Any]] = {
        kind: held.in_bulk([one.pk for one in page if one.kind == kind])
        for kind, held in (
            (comparing.INDICATION, Indication.objects.select_related("publication")),
            (comparing.CHARGE, Charge.objects.select_related("respondent__case")),
            (comparing.PUBLICATION, Publication.objects.all()),
        )
    }
    return [
        _matter(*(rows[kind].get(one.pk) if one.kind == kind else None for kind in rows))
        | {
            "provision": _citation(new, here.pack, one.place[1]),
            "before": answer(here, one.before), "after": answer(here, one.after),
        }
        for one in page
    ]  # fmt: skip


def changed(here: InUse, one: Changed) -> dict[str, Any]:
    """A row of the list afterwards: the same, and who looked at it."""
    row = one.indication or one.charge
    assert row is not None, "the database lets no other in"
    return _matter(one.indication, one.charge, None) | {
        "changed": one, "provision": _citation(here.pack, here.pack, row.provision),
        "before": answer(here, one.before), "after": answer(here, one.after),
        "looked": getattr(one, "looked", None), "adoption": one.adoption,
    }  # fmt: skip


def _matter(
    indication: Indication | None, charge: Charge | None, publication: Publication | None
) -> dict[str, Any]:
    if charge is not None:
        case = charge.respondent.case
        url = reverse("cases:case", args=[case.pk]) + f"#charge-{charge.pk}"
        return {"kind": _("charge"), "url": url, "what": f"№ {case.number}: {charge.respondent.name}",
                "state": _("charged")}  # fmt: skip
    if indication is not None:
        text, url = indication.publication.text, reverse("review:item", args=[indication.pk])
        kind = _("finding") if indication.state == Indication.State.CONFIRMED else _("indication")
        return {"kind": kind, "url": url, "what": text[:140], "state": words_of(indication.state)}
    assert publication is not None, "a matter is one of the three"
    url = reverse("monitoring:publication", args=[publication.pk])
    return {"kind": _("publication"), "url": url, "what": publication.text[:140],
            "state": _("not asked before")}  # fmt: skip


def _citation(first: law.Pack, second: law.Pack, provision: str) -> str:
    pack = first if provision in first.places else second
    return in_words(pack.provision(provision).citation) if provision in pack.places else provision


def answer(here: InUse, told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is found, in words; None where nothing is."""
    if told is None:
        return None
    reasons = here.pack.reasons
    return {
        "window": wording.zone(here.election, told["window"]) if told["window"] else "",
        "because": [in_words(reasons.get(one)) or one for one in told["because"]],
        "amount": told["amount"], "least": told["least"], "most": told["most"],
        "currency": told["currency"], "confidence": told["confidence"],
    }  # fmt: skip


def differences(here: InUse, found: Iterable[law.Difference]) -> list[dict[str, str]]:
    """What the law itself says otherwise, old beside new."""
    return [
        {
            "kind": str(KINDS.get(one.kind, one.kind)), "name": _name(here, one), "field": one.field,
            "old": _brief(here, one.old, beside=one.new), "new": _brief(here, one.new, beside=one.old),
        }
        for one in found
    ]  # fmt: skip


def _name(here: InUse, one: law.Difference) -> str:
    if one.kind == "event":
        return wording.event_name(here.election, one.name.rpartition(" ")[2])
    place, _space, since = one.name.partition(" ")
    if one.kind == "provision" and place in here.pack.places:
        return " ".join([in_words(here.pack.places[place][-1].citation), since]).strip()
    if one.kind == "offence" and place in here.pack.offences:
        return in_words(here.pack.offence(place).citation)
    return one.name


def _brief(here: InUse, value: Any, *, beside: Any) -> str:
    """The value, as far as it is not the same on the other side."""
    told = _told(here, value, beside)
    return told if len(told) <= LONG else f"{told[:LONG]}…"


def _told(here: InUse, value: Any, beside: Any) -> str:
    match value:
        case None | "":
            told = "—"
        case datetime():
            told = f"{value.astimezone(ZoneInfo(here.zone)):%d.%m.%Y %H:%M}"
        case timedelta():
            told = when(value)
        case date():
            told = f"{value:%d.%m.%Y}"
        case Mapping():
            other = beside if isinstance(beside, Mapping) else {}
            told = "; ".join(
                f"{key}: {_told(here, one, other.get(key))}"
                for key, one in value.items() if key not in other or other[key] != one
            )  # fmt: skip
        case list() | tuple():
            known = beside if isinstance(beside, (list, tuple)) else []
            told = " · ".join(_told(here, one, None) for one in value if one not in known)
        case _:
            told = str(value)
    return told or "—"
