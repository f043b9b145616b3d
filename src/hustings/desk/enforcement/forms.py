"""Forms of the enforcement room."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

INERT = [ProhibitNullCharactersValidator()]
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


class Impose(forms.Form):
    units = forms.IntegerField(label=_("Units of the tariff"), min_value=0, max_value=100_000)


class Pay(forms.Form):
    amount = forms.IntegerField(label=_("Amount"), min_value=1, max_value=10**9)
    paid_on = forms.DateField(label=_("Paid on"), widget=Day())
    receipt = forms.CharField(label=_("Receipt number"), max_length=100, validators=INERT)


class Appeal(forms.Form):
    court = forms.CharField(label=_("Court"), max_length=200, validators=INERT)
    filed_on = forms.DateField(label=_("Filed on"), widget=Day())


class DecideAppeal(forms.Form):
    state = forms.ChoiceField(label=_("The court's decision"), choices=COURT)
    decided_on = forms.DateField(label=_("Decided on"), widget=Day())
    amount = forms.IntegerField(
        label=_("New sum"), required=False, min_value=1, max_value=10**9,
        help_text=_("only where the fine was changed"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Reasons"), max_length=2_000, required=False, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
