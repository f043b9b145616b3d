"""What the pages of a sitting ask for. Limits and refusals are the acts'; forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.desk.cases import writing
from hustings.desk.cases.forms import Written
from hustings.desk.commission.acts.calling import PLACE
from hustings.desk.monitoring.models import Election


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
    outcome = forms.ChoiceField(required=False, label=_("Outcome"))
    reason = Written(limit=writing.REASON, rows=4, label=_("Reasoning"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *data: Any, outcomes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*data, **options)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]  # a choice field
