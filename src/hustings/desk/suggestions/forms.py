"""Forms of refuted claims."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

INERT = [ProhibitNullCharactersValidator()]


class ImportClaims(forms.Form):
    file = forms.FileField(
        label=_("File"), max_length=255, allow_empty_file=True,
        help_text=_("ClaimReview records (schema.org): one JSON document, or one object a line"),
    )  # fmt: skip
    ground = forms.CharField(label=_("Ground"), max_length=300, validators=INERT)


class AddClaim(forms.Form):
    text = forms.CharField(
        label=_("The claim"), max_length=2_000, validators=INERT,
        widget=forms.Textarea({"rows": 3}), help_text=_("a sentence, as it was spread"),
    )  # fmt: skip
    said_by = forms.CharField(
        label=_("Said by"), max_length=300, validators=INERT, required=False,
        help_text=_("where it is known"),
    )  # fmt: skip
    rating = forms.CharField(
        label=_("Rating"), max_length=300, validators=INERT,
        help_text=_("what the review found, as it says it"),
    )  # fmt: skip
    reviewer = forms.CharField(label=_("Reviewed by"), max_length=300, validators=INERT)
    url = forms.CharField(
        label=_("Address of the review"), max_length=2_000, validators=INERT, required=False
    )
    published_on = forms.CharField(
        label=_("Day of the review"), max_length=40, validators=INERT, required=False,
        help_text=_("as 2025-11-30"),
    )  # fmt: skip
    language = forms.CharField(
        label=_("Language"), max_length=35, validators=INERT, required=False,
        help_text=_("a tag, as ky or ru"),
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Ground"), max_length=300, validators=INERT, help_text=_("how you know it")
    )


class Withdraw(forms.Form):
    why = forms.CharField(label=_("Why it is withdrawn"), max_length=2_000, validators=INERT)
