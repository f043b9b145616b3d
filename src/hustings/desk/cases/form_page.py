"""A page with one form: shown, taken by an act, or shown again with what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hustings.desk.accounts.gate import NotYours
from hustings.desk.refusals import CONFLICT, sentence
from hustings.refusal import Refusal

INCOMPLETE = 400


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], object],
    *,
    template: str,
    shown: Callable[[], Mapping[str, Any]],
    done: Callable[[object], tuple[str, str]],
) -> HttpResponse:
    """Run `act` on what the form read; `done` answers where to go then, and what to say.

    A refusal shows the form again, 409, with the sentence and all that was typed; `shown` is asked
    after the act, so the page tells what stands now.
    """
    said, status = "", 200
    if request.method == "POST":
        status = INCOMPLETE
        if form.is_valid():
            try:
                made = act(form.cleaned_data)
            except NotYours:
                raise
            except Refusal as refusal:
                said, status = sentence(refusal), CONFLICT
            else:
                where, told = done(made)
                messages.success(request, told, extra_tags=request.path)
                return redirect(where)
    context = {**shown(), "form": form, "refused": said}
    return render(request, template, context, status=status)
