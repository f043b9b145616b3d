"""The respondent's own door: no sign-in, plain words, and a receipt."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from hustings.desk.cases import acts, forms, papers, queries, terms
from hustings.desk.cases.acts.hearing import NoSuchDoor, behind
from hustings.desk.cases.form_page import form_page
from hustings.desk.cases.models import Explanation, Notice
from hustings.desk.ledger.models import Line
from hustings.desk.refusals import sentence


@never_cache
@csrf_protect
def door(request: HttpRequest, token: str) -> HttpResponse:
    """What is alleged, until when, a box to answer in; and what has been received so far."""
    at = timezone.now()
    try:
        notice = behind(token)
    except NoSuchDoor as refusal:
        answer = render(request, "cases/no_door.html", {"sentence": sentence(refusal)}, status=404)
        return _private(answer)

    def act(read: Mapping[str, Any]) -> object:
        return acts.explain(token, text=read["text"], at=at)

    def shown() -> Mapping[str, Any]:
        return _shown(notice) | {"late": at >= notice.due_at}

    return _private(
        form_page(
            request, forms.Explaining(request.POST or None), act, template="cases/door.html",
            shown=shown,
            done=lambda _made: (f"{request.path}#received", _("Received. Below is your receipt.")),
        )
    )  # fmt: skip


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: no search engine keeps it, and no other site is told of it."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Never to another site, for the link is the key; no-referrer would make the form itself
    # come from an origin "null", which the forgery check rightly refuses.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _shown(notice: Notice) -> dict[str, Any]:
    respondent = notice.respondent
    case = respondent.case
    charges = [
        {
            "charge": charge,
            "publications": [
                {
                    "publication": found.indication.publication,
                    "account": queries.account_name(found),
                    "spans": papers.spans(found.indication.publication),
                    "published": papers.published(
                        found.indication.publication, zone=queries.zone_of(case)
                    ),
                }
                for found in papers.alleged([charge])
            ],
        }
        for charge in respondent.charges.order_by("provision", "pk").prefetch_related("findings")
    ]
    return {
        "notice": notice, "respondent": respondent, "case": case, "charges": charges,
        "zone": queries.zone_of(case), "assumed": terms.assumed(case),
        "receipts": [_receipt(one, notice) for one in respondent.explanations.order_by("pk")],
    }  # fmt: skip


def _receipt(explanation: Explanation, notice: Notice) -> dict[str, Any]:
    """Where the ledger holds it: the place, and the digest of the line that tells of it."""
    line = Line.objects.filter(touched__row=explanation.row).order_by("place").first()
    return {
        "explanation": explanation,
        "late": explanation.given_at >= notice.due_at,
        "index": line.index if line else None,
        "digest": f"sha256:{hashlib.sha256(bytes(line.canonical)).hexdigest()}" if line else "",
    }
