"""Forms of the enforcement room."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

INERT = [ProhibitNullCharactersValidator()]
MOST = 10**12  # whole units of a currency
COURT = (
    ("upheld", _("upheld")), ("changed", _("changed")), ("cancelled", _("cancelled")),
    ("returned", _("returned")),
)  # fmt: skip


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Receive(forms.Form):
    receipt_digest = forms.CharField(
        label=_("Digest of the packet that arrived"), max_length=80, validators=INERT
    )


class SendBack(forms.Form):
    defects = forms.CharField(
        label=_("What is missing or wrong"), max_length=2_000, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class Protocol(forms.Form):
    text = forms.CharField(
        label=_("Further circumstances"), max_length=4_000, required=False, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ByTheClock(forms.DateTimeField):
    """A moment by the election's clock: the view gives it its zone."""

    def __init__(self, **options: object) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        help_text = _("by the election's clock")
        super().__init__(widget=Moment(), input_formats=formats, help_text=help_text, **options)  # type: ignore[arg-type]  # handed on

    def prepare_value(self, value: object) -> object:
        return value


class Impose(forms.Form):
    """The law fixes the sum."""

    units = forms.IntegerField(label=_("Units of the tariff"), min_value=0, max_value=10**9)


class Decided(forms.Form):
    """The sum was decided; it may run."""

    amount = forms.IntegerField(label=_("Sum, as decided"), min_value=1, max_value=MOST)
    runs_from = ByTheClock(label=_("Runs from"), required=False)


class Choose(forms.Form):
    """The law leaves the sum open, and so did the decision."""

    amount = forms.IntegerField(label=_("Sum"), min_value=1, max_value=MOST)
    base = forms.IntegerField(
        label=_("What was spent"), required=False, min_value=0, max_value=MOST,
        help_text=_("where the law takes a multiple of it"),
    )  # fmt: skip
    payer = forms.CharField(label=_("Pays as"), required=False, max_length=16, validators=INERT)
    runs_from = ByTheClock(label=_("Runs from"), required=False)
    why = forms.CharField(
        label=_("Why this sum"), max_length=4_000, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class Stop(forms.Form):
    stopped_at = ByTheClock(label=_("Done at"))


class Carry(forms.Form):
    done_at = ByTheClock(label=_("Done at"))
    what = forms.CharField(
        label=_("What was done"), max_length=2_000, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class Pay(forms.Form):
    amount = forms.IntegerField(label=_("Amount"), min_value=1, max_value=MOST)
    paid_on = forms.DateField(label=_("Paid on"), widget=Day())
    receipt = forms.CharField(label=_("Receipt number"), max_length=100, validators=INERT)


class Appeal(forms.Form):
    court = forms.CharField(label=_("Court"), max_length=200, validators=INERT)
    filed_on = forms.DateField(label=_("Filed on"), widget=Day())


class DecideAppeal(forms.Form):
    state = forms.ChoiceField(label=_("The court's decision"), choices=COURT)
    decided_on = forms.DateField(label=_("Decided on"), widget=Day())
    amount = forms.IntegerField(
        label=_("New sum"), required=False, min_value=1, max_value=MOST,
        help_text=_("only where the fine was changed"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Reasons"), max_length=2_000, required=False, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
