"""The upload of a file of publications."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from hustings import publications

AUTO = [("", _("as its beginning says"))]


class BringIn(forms.Form):
    file = forms.FileField(label=_("File"), max_length=255, allow_empty_file=True)
    format = forms.ChoiceField(
        label=_("Format"), required=False,
        choices=[*AUTO, *((name, name) for name in publications.FORMATS)],
    )  # fmt: skip
    zone = forms.CharField(
        label=_("Zone of times written without one"), required=False, max_length=64,
        help_text=_("as Europe/Madrid; empty: such times trigger no rule of time by themselves"),
    )  # fmt: skip
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False,
        choices=[("", "UTF-8"), ("windows-1251", "Windows-1251"), ("utf-16", "UTF-16")],
    )  # fmt: skip
    mapping = forms.CharField(
        label=_("Columns"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("one a line: field=column, as text=body; empty: by their usual names"),
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Ground"), max_length=300, validators=[ProhibitNullCharactersValidator()]
    )

    def clean_mapping(self) -> dict[str, str]:
        pairs = {}
        for line in self.cleaned_data["mapping"].splitlines():
            field, equals, column = line.partition("=")
            if line.strip() and not (equals and field.strip() and column.strip()):
                raise forms.ValidationError(
                    _("«%(line)s» names no column; write field=column."), params={"line": line[:80]}
                )
            if line.strip():
                pairs[field.strip()] = column.strip()
        return pairs

    def options(self) -> dict[str, object]:
        """What the worker needs to read the file as this person said."""
        return {key: self.cleaned_data[key] for key in ("format", "zone", "encoding", "mapping")}
