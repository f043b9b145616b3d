"""The press service's side: what waits to be prepared and published, preview, corrections."""

from django import forms
from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.commission.models import Resolution
from hustings.desk.register import acts, queries, views
from hustings.desk.register.models import Entry
from hustings.desk.register.procedure import TEXT
from hustings.refusal import Refusal


class Amend(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=gettext_lazy("What is corrected, and why; everybody reads this"), max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}), validators=[ProhibitNullCharactersValidator()],
    )  # fmt: skip


@door("register.read")
def desk(request: HttpRequest) -> HttpResponse:
    context = {
        "to_prepare": queries.to_prepare(), "to_publish": queries.to_publish(),
        "published": queries.public_entries()[:50], "agree": queries.counts_agree(),
    }  # fmt: skip
    return render(request, "register/desk.html", context)


@require_POST
@door("register.prepare")
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    entry = acts.prepare(get_object_or_404(Resolution, pk=pk), **asked(request))
    return redirect("register:preview", entry.pk)


@door("register.read")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """As the public sees it, or will see it."""
    return views.page_of(request, get_object_or_404(Entry, pk=pk), preview=True)


@require_POST
@door("register.publish")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Refusal(
            "register.stale",
            "This entry was changed while the page was open. Look at it again; your text is kept.",
        )
    entry = get_object_or_404(Entry, pk=pk)
    acts.publish(entry, **asked(request), version=int(version))
    messages.success(request, _("Published. Everybody can read it now."))
    return redirect("register:entry", pk)


@door("register.correct")
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry, pk=pk)
    form = Amend(request.POST or None, initial={"version": entry.version})
    if request.method == "POST" and form.is_valid():
        act = acts.withdraw if "withdraw" in request.POST else acts.correct
        try:
            act(entry, **form.cleaned_data, **asked(request))
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            messages.success(request, _("Entered; the note is public."), extra_tags=request.path)
            return redirect("register:entry", pk)
    status = refusals.CONFLICT if form.errors else 200
    return render(request, "register/amend.html", {"entry": entry, "form": form}, status=status)
