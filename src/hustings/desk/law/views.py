"""The law as it is in use here: acts, articles, calendar, terms."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.law import pages, picture, queries


@door("law.read")
def acts(request: HttpRequest) -> HttpResponse:
    here = queries.in_use()
    listed = [
        {"name": pages.act_name(here.pack, act), "articles": articles}
        for act, articles in pages.acts(here.pack).items()
    ]
    return render(request, "law/acts.html", {"here": here, "acts": listed})


@door("law.read")
def article(request: HttpRequest, act: str, article: str) -> HttpResponse:
    """One article, as it stands on a day (today by the election's clock, or ?on=)."""
    here = queries.in_use()
    identity = f"{here.pack.code}/{act}/{article}"
    today = _day(request, here.zone)
    on = _asked_day(request) or today
    places = pages.places(here, identity, on=on, counts=queries.found_by_rule(identity))
    if not places:
        raise Http404
    context = {
        "here": here, "act": pages.act_name(here.pack, act), "short": pages.cited(article),
        "places": places, "on": on, "today": today,
        "undecided": pages.undecided(here.pack, identity, places),
    }  # fmt: skip
    return render(request, "law/article.html", context)


def _day(request: HttpRequest, zone: str) -> date:
    at: datetime = asked(request)["at"]
    return at.astimezone(ZoneInfo(zone)).date()


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:  # 31.02: no such day; today then
        return None


@door("law.read")
def calendar(request: HttpRequest) -> HttpResponse:
    here = queries.in_use()
    at = asked(request)["at"]
    context = {
        "here": here, "picture": picture.drawn(here.election, at=at),
        "areas": picture.areas(here.election, at=at),
        "events": picture.events(here.election, at=at), "turn": picture.turn(here.election, at=at),
        "now": here.election.zone_at(at), "at": at,
    }  # fmt: skip
    return render(request, "law/calendar.html", context)


@door("law.read")
def terms(request: HttpRequest) -> HttpResponse:
    here = queries.in_use()
    days = here.pack.days
    context = {
        "here": here, "terms": pages.terms(here.pack), "days": days,
        "holidays": sorted(days.holidays), "working": sorted(days.working),
    }  # fmt: skip
    return render(request, "law/terms.html", context)
