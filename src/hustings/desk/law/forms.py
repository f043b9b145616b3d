"""Forms of the law room."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from hustings.desk.law.procedure import GROUND, NOTE


class Moving(forms.Form):
    """A dated event, and where to."""

    event = forms.ChoiceField(label=_("Event of the calendar"))
    day = forms.DateField(
        label=_("New date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=_("Hour"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("on the election's clock; empty: the first second of the day"),
    )  # fmt: skip

    def __init__(self, *data: object, events: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*data, **options)  # type: ignore[arg-type]  # Django's own
        self.fields["event"].choices = events  # type: ignore[attr-defined]  # a choice field

    def to(self) -> str:
        """The moment as `proposing.date_moved` reads it."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return f"{day.isoformat()}T{hour:%H:%M}" if hour else str(day.isoformat())


class Adopting(forms.Form):
    shown = forms.CharField(widget=forms.HiddenInput, max_length=71)
    ground = forms.CharField(
        label=_("Ground"), max_length=GROUND, validators=[ProhibitNullCharactersValidator()],
        help_text=_("a decree or a decision, with its number and date"),
    )  # fmt: skip


class Looking(forms.Form):
    note = forms.CharField(
        label=_("What follows from it"), max_length=NOTE, widget=forms.Textarea({"rows": 2}),
        validators=[ProhibitNullCharactersValidator()],
    )  # fmt: skip
