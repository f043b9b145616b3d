"""A person puts an imported publication before the law, with what no program sees on its page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings import law
from hustings.desk import packs, refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.monitoring.models import Election
from hustings.desk.review.putting_forward import put_forward
from hustings.desk.templatetags.desk import in_words
from hustings.refusal import Refusal

ANSWERS = (
    ("", gettext_lazy("not known")),
    ("yes", gettext_lazy("yes")),
    ("no", gettext_lazy("no")),
)
INERT = [ProhibitNullCharactersValidator()]


class Forward(forms.Form):
    """The pack's own words for what may be stated; of the yes/no facts those that its rules ask for."""

    item_id = forms.CharField(
        label=gettext_lazy("Number of the item in its source"), max_length=255, validators=INERT
    )
    ground = forms.CharField(
        label=gettext_lazy("Ground"), max_length=300, validators=INERT,
        help_text=gettext_lazy("how you know it"),
    )  # fmt: skip

    def __init__(
        self, data: Any, *, pack: law.Pack, areas: Iterable[tuple[str, str]], item: str = ""
    ) -> None:
        super().__init__(data, initial={"item_id": item})
        for name, label, table, codes in (
            ("author_class", gettext_lazy("Author"), "authors", law.AUTHORS),
            ("person", gettext_lazy("Person"), "persons", law.PERSONS),
            ("place", gettext_lazy("Place"), "places", law.PLACES),
            ("act", gettext_lazy("What it is"), "acts", law.ACTS),
        ):
            words = [
                (code, in_words(pack.words.get(table, {}).get(code)) or code) for code in codes
            ]
            self._choice(name, label, words)
        if areas:
            self._choice("area", gettext_lazy("Area"), areas)
        asked_for = {
            value
            for rule in pack.rules
            for condition in rule.every_condition()
            if condition.word in {"yes", "no"}
            for value in condition.values
        }
        for name in (one for one in law.FACTS if one in asked_for):
            said = in_words(pack.words.get("facts", {}).get(name)) or name
            self.fields[name] = forms.ChoiceField(label=said, choices=ANSWERS, required=False)

    def _choice(self, name: str, label: object, words: Iterable[tuple[str, str]]) -> None:
        choices = [("", gettext_lazy("as it came in")), *words]
        self.fields[name] = forms.ChoiceField(label=str(label), choices=choices, required=False)

    def facts(self) -> dict[str, Any]:
        """What was stated; what nobody knows is left out."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return {
            name: value == "yes" if name in law.FACTS else value
            for name, value in said.items()
            if name not in {"item_id", "ground"}
        }


@door("monitoring.screen")
def forward(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it; refused, it comes back as typed."""
    election = Election.objects.order_by("-pk").first()
    if election is None:
        raise Refusal("review.no_election", "No election is open on this desk yet.")
    pack = packs.of(election)
    form = Forward(request.POST or None, pack=pack, areas=_areas(pack.election(election.code)),
                   item=request.GET.get("item", "")[:255])  # fmt: skip
    status = 200
    if request.method == "POST":
        status = refusals.CONFLICT
        if form.is_valid():
            try:
                found = put_forward(
                    election, item_id=form.cleaned_data["item_id"], facts=form.facts(),
                    ground=form.cleaned_data["ground"], **asked(request),
                )  # fmt: skip
            except Refusal as refusal:
                form.add_error(None, refusals.sentence(refusal))
            else:
                told = _("Put forward: %(count)s new in the queue.") % {"count": len(found)}
                messages.success(request, told, extra_tags=request.path)
                return redirect("review:item", found[0].pk)
    return render(request, "review/forward.html", {"form": form}, status=status)


def _areas(election: law.Election) -> list[tuple[str, str]]:
    """The areas whose days differ, by the calendar."""
    said: Mapping[str, Any] = election.said.get("area", {})
    return [(code, in_words(area.get("names")) or code) for code, area in said.items()]
