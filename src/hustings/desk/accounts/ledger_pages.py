"""The ledger for whoever may read it: the newest acts, the checkpoint, a check of every row."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings.desk.accounts.doors import door
from hustings.desk.ledger import queries, record


@door("ledger.read")
def ledger(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    lines = list(queries.tail(before=int(before) if before.isdecimal() else None))
    log = record.log_of_acts()
    context = {"lines": lines, "size": log.size, "checkpoint": log.checkpoint() if log.size else ""}
    return render(request, "accounts/ledger.html", context)


@require_POST
@door("ledger.read")
def check(request: HttpRequest) -> HttpResponse:
    """Fold the whole ledger and compare it with every row."""
    record.hand_over()
    faults = list(record.unexplained())
    if faults:
        told = _("The ledger does not explain %(count)s things: ") % {"count": len(faults)}
        messages.error(request, told + "; ".join(faults[:10]))
    else:
        messages.success(request, _("The ledger explains every row of this desk."))
    return redirect("accounts:ledger")
