"""The reader's language: the one chosen here, else the browser's, else Kyrgyz."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hustings import __version__

COOKIE = "hustings_language"
YEAR = 365 * 24 * 60 * 60
CODES = tuple(code for code, _ in settings.LANGUAGES)


class LanguageMiddleware:
    """Activates the reader's language for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


def _chosen(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in CODES:
        return chosen
    accepted = translation.get_language_from_request(request)
    return accepted if accepted in CODES else settings.LANGUAGE_CODE


def current() -> str:
    """The language of this request: ky, ru or en."""
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return language if language in CODES else settings.LANGUAGE_CODE


def for_templates(_request: HttpRequest) -> dict[str, object]:
    """What every page needs: the language, the choice of languages, and whether all is invented."""
    return {
        "language": current(),
        "languages": settings.LANGUAGES,
        "version": __version__,
        "invented": settings.INVENTED,
    }


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Another language for the same page. What was typed waits in the browser (keep.js)."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if language in CODES:
        response.set_cookie(
            COOKIE, language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    return response
