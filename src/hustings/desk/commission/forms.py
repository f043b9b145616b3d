"""What the pages of a sitting ask for. Limits and refusals are the acts'; forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.desk.cases import writing
from hustings.desk.cases.forms import Written
from hustings.desk.commission.acts.calling import PLACE
from hustings.desk.monitoring.models import Election

MOST = 10**12  # whole units of a currency


class Calling(forms.Form):
    election = forms.ModelChoiceField(Election.objects.order_by("-pk"), label=_("Election"))
    begins_at = forms.DateTimeField(
        label=_("Begins"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help_text=_("by the election's clock"),
    )
    place = Written(limit=PLACE, label=_("Place"))

    def __init__(self, *data: Any, names: dict[int, str], **options: Any) -> None:
        super().__init__(*data, **options)
        field = self.fields["election"]
        field.label_from_instance = lambda one: names.get(one.pk, one.code)  # type: ignore[attr-defined]  # a model choice


class Outcome(forms.Form):
    """`payers`: where the law leaves the sum open, in what capacity one may pay; else empty."""

    outcome = forms.ChoiceField(required=False, label=_("Outcome"))
    amount = forms.IntegerField(
        required=False, min_value=1, max_value=MOST, label=_("Sum"),
        help_text=_("within the tariff; empty: the official sets it"),
    )  # fmt: skip
    base = forms.IntegerField(
        required=False, min_value=0, max_value=MOST, label=_("What was spent"),
        help_text=_("where the law takes a multiple of it"),
    )  # fmt: skip
    payer = forms.ChoiceField(required=False, label=_("Pays as"))
    reason = Written(limit=writing.REASON, rows=4, label=_("Reasoning"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *data: Any, outcomes: list[tuple[str, str]], payers: list[tuple[str, str]],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*data, **options)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]  # a choice field
        self.fields["payer"].choices = payers  # type: ignore[attr-defined]  # the same
        if not payers:
            for name in ("amount", "base", "payer"):
                del self.fields[name]
