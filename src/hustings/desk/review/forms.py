"""The decision bar of the queue."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

NOTE = 2_000
REASONS = (
    ("", _("choose a reason …")),
    ("not_campaigning", _("no campaigning")),
    ("not_election_related", _("not about the election")),
    ("news_report", _("a neutral report")),
    ("quotation", _("a quotation to check or refute")),
    ("satire", _("satire")),
    ("namesake", _("a namesake, not the candidate")),
    ("permitted", _("permitted for this author at this time")),
    ("duplicate", _("a duplicate of another publication")),
    ("bogus", _("a forgery or a bogus report")),
    ("other", _("other (write a note)")),
)


class Judge(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.ChoiceField(label=_("Reason of a dismissal"), choices=REASONS, required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 2}), validators=[ProhibitNullCharactersValidator()],
    )  # fmt: skip
