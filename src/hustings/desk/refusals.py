"""How a refusal reaches the reader: a sentence in their language, and the way on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hustings.desk.language import current
from hustings.refusal import Refusal

NOT_YOURS = "accounts.not_yours"  # the gate's refusal, by its name: the gate stands to the right
FORBIDDEN = 403
CONFLICT = 409


def sentence(refusal: Refusal) -> str:
    """The refusal in the language of this request."""
    return refusal.say(current())


class RefusalMiddleware:
    """A Refusal that a view let through becomes a page (or JSON, or a fragment), never a trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return shown(request, error)


def shown(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal: 403 where the door is another's, else 409."""
    status = shown_status(refusal)
    said = sentence(refusal)
    if request.path.startswith("/api/"):
        return JsonResponse({"refused": refusal.code, "sentence": said}, status=status)
    fragment = bool(getattr(request, "htmx", False))
    template = "refusal_fragment.html" if fragment else "refusal.html"
    return render(request, template, {"sentence": said, "code": refusal.code}, status=status)


def shown_status(refusal: Refusal) -> int:
    """403 where the door is another's, else 409."""
    return FORBIDDEN if refusal.code == NOT_YOURS else CONFLICT


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF failure, in words: the page was too old, or was not ours."""
    del reason  # it is for programmers, and would tell a forger what to mend
    said = _(
        "This form was open too long, or did not come from this desk. Open the page again; "
        "what you typed is kept in your browser."
    )
    return render(request, "refusal.html", {"sentence": said, "code": "form"}, status=FORBIDDEN)
