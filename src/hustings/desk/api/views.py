"""The same acts for programs. Every act asks the gate itself; there is no other way to a row."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hustings.desk import refusals
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.api import bindings
from hustings.desk.register import open_data
from hustings.desk.register import queries as register
from hustings.desk.review import queries as review

UNAUTHORISED, BAD_REQUEST, NOT_FOUND = 401, 400, 404
BODY = 1024 * 1024  # bytes of a request; no act needs more


def _signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Person):
            said = _("Sign in first.")
            return JsonResponse({"refused": "api.sign_in", "sentence": said}, status=UNAUTHORISED)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@_signed_in
def indications(request: HttpRequest) -> HttpResponse:
    """A page of the queue; `after` is the cursor that the page before it gave."""
    by, at = _who(request), timezone.now()
    gate.require("review.read", by=by, at=at)
    filters = {name: request.GET.get(name, "") for name in review.FILTERS}
    filters["state"] = request.GET.get("state", "waiting")
    rows, cursor = review.queue(filters=filters, by=by, at=at, after=request.GET.get("after", ""))
    told = [
        {"id": one.pk, "offence": one.offence, "provision": one.provision, "window": one.window,
         "because": one.because, "amount": one.amount, "currency": one.currency,
         "verified": one.verified, "state": one.state, "version": one.version,
         "text": one.publication.text, "published_at": one.publication.published_at}
        for one in rows
    ]  # fmt: skip
    return JsonResponse({"indications": told, "after": cursor or None})


@require_POST
@_signed_in
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Do one act. Body: a JSON object with exactly the act's fields."""
    binding = bindings.ACTS.get(name)
    if binding is None:
        said = _("There is no such act.")
        return JsonResponse({"refused": "api.no_act", "sentence": said}, status=NOT_FOUND)
    by, at = _who(request), timezone.now()
    gate.require(name, by=by, at=at)
    try:
        answer = binding.run(_body(request), by=by, at=at)
    except bindings.BadRequest as bad:
        return JsonResponse(
            {"refused": bad.code, "sentence": refusals.sentence(bad)}, status=BAD_REQUEST
        )
    return JsonResponse({"done": name, "row": answer})


def _who(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person), "signed in, as checked before"
    return request.user


def _body(request: HttpRequest) -> Mapping[str, Any]:
    if len(request.body) > BODY:
        raise bindings.BadRequest("api.too_long", "The request is too long.")
    try:
        said = json.loads(request.body, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise bindings.BadRequest(
            "api.not_json", "The body is not one JSON object with each field once."
        ) from None
    if not isinstance(said, dict):
        raise bindings.BadRequest(
            "api.not_json", "The body is not one JSON object with each field once."
        )
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _value in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The public register, newest first, a page at a time; no sign-in."""
    before = request.GET.get("before", "")
    found = register.public_entries().prefetch_related("corrections")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    page = list(found.order_by("-pk")[: register.PAGE])
    following = page[-1].pk if len(page) == register.PAGE else None
    return JsonResponse(
        {"entries": [open_data.told(one) for one in page], "before": following},
        json_dumps_params={"ensure_ascii": False},
    )
