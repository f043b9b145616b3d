"""The public pages: list, figures, entry, data, how to check. No sign-in, no script of others."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hustings import evidence
from hustings.desk import packs
from hustings.desk.commission import queries as commission
from hustings.desk.commission import words
from hustings.desk.language import current
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.register import open_data, press, queries
from hustings.desk.register.models import Entry

ASKED = ("words", "offence", "outcome", "district", "month")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ASKED}
    found = queries.search(**asked)
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "figures": queries.figures(queries.public_entries()),
               "narrowed": any(asked.values())}  # fmt: skip
    return render(request, "register/home.html", context)


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.public_entries().prefetch_related("corrections"), pk=pk)
    return page_of(request, one)


def page_of(request: HttpRequest, one: Entry, *, preview: bool = False) -> HttpResponse:
    """The page as the public sees it; `preview` for the press service, before it is public."""
    url = request.build_absolute_uri(f"/entries/{one.pk}")
    note = press.note(one.public, language=current())
    election = one.resolution.item.case.election
    pack = packs.of(election)
    provisions = {
        row["provision"]: pack.provision(row["provision"]) for row in one.public["outcomes"]
    }
    line = Line.objects.filter(act="register.publish", touched__row=one.row).first()
    context = {
        "entry": one, "public": one.public, "note": note, "preview": preview, "line": line,
        "provisions": provisions.values(), "share": press.share_links(url, note.split("\n")[0]),
        "withdrawn": one.state == Entry.State.WITHDRAWN, "zone": commission.zone_of(election),
        "papers": words.papers(one.public["papers"]),
    }  # fmt: skip
    return render(request, "register/entry.html", context)


@require_safe
def entry_json(request: HttpRequest, pk: int) -> HttpResponse:
    del request  # the same for everybody
    one = get_object_or_404(queries.public_entries(), pk=pk)
    return JsonResponse(open_data.told(one), json_dumps_params={"ensure_ascii": False})


@require_safe
def paper(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The resolution as PDF; its bytes are compared with their digest before they are sent."""
    del request  # the same for everybody
    one = get_object_or_404(queries.public_entries().filter(state=Entry.State.PUBLISHED), pk=pk)
    if language not in one.public["papers"] or not one.public["papers_open"]:
        raise Http404
    body = evidence.Store(settings.STORE).read(one.public["papers"][language])
    response = HttpResponse(body, content_type="application/pdf")
    name = f"resolution-{one.public['resolution'].replace('/', '-')}.{language}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "register/data.html", {"columns": open_data.COLUMNS})


@require_safe
def data_lines(request: HttpRequest) -> HttpResponse:
    del request  # the same for everybody
    entries = queries.public_entries().prefetch_related("corrections")
    body = "".join(open_data.json_lines(entries))
    return HttpResponse(body, content_type="application/x-ndjson; charset=utf-8")


@require_safe
def data_csv(request: HttpRequest) -> HttpResponse:
    del request  # the same for everybody
    response = HttpResponse(
        open_data.as_csv(queries.public_entries()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="register.csv"'
    return response


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    log = record.log_of_acts()
    context = {"size": log.size, "checkpoint": log.checkpoint() if log.size else ""}
    return render(request, "register/verify.html", context)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint, as text: keep it, and compare later."""
    del request  # the same for everybody
    return HttpResponse(record.log_of_acts().checkpoint(), content_type="text/plain; charset=utf-8")
