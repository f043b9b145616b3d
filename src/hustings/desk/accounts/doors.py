"""The decorator of every page behind the sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hustings.desk.accounts import gate

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def door(act: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Only for those who may do `act`; sets `request.at`, a request's one reading of the clock."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request.at = timezone.now()  # type: ignore[attr-defined]  # views and templates read it
            gate.require(act, by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]  # signed in
            return view(request, *args, **kwargs)

        return guarded

    return guard
