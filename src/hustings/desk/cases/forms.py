"""What the pages of a case ask for. Limits and refusals are the acts'; forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.desk.cases import words, writing


class Written(forms.CharField):
    """Typed words, as typed: the act says what is wrong with them, in a sentence of its own."""

    def __init__(self, *, limit: int, rows: int = 0, **options: Any) -> None:
        attributes = {"maxlength": limit} | ({"rows": rows} if rows else {})
        widget = forms.Textarea(attributes) if rows else forms.TextInput(attributes)
        super().__init__(required=False, strip=False, widget=widget, **options)
        self.validators = []


class Opening(forms.Form):
    title = Written(limit=writing.TITLE, label=_("Title"))
    ground = Written(
        limit=writing.GROUND, rows=2, label=_("Ground"),
        help_text=_("how the matter came to the group: own monitoring, a complaint, a report"),
    )  # fmt: skip


class Attaching(forms.Form):
    indication = forms.TypedChoiceField(coerce=int, label=_("Finding"))
    ground = Written(limit=writing.GROUND, rows=2, label=_("Ground"))

    def __init__(self, *data: Any, choices: list[tuple[int, str]]) -> None:
        super().__init__(*data)
        self.fields["indication"].choices = choices  # type: ignore[attr-defined]  # a choice field


class Naming(forms.Form):
    account = forms.TypedChoiceField(
        coerce=int, required=False, empty_value=None, label=_("Whose account")
    )
    name = Written(limit=writing.NAME, label=_("Name of the respondent"))
    person_kind = forms.ChoiceField(choices=list(words.PERSON_KINDS.items()), label=_("Kind"))
    author_class = forms.ChoiceField(label=_("Class of offender"))
    ground = Written(
        limit=writing.GROUND, rows=3, label=_("Ground of the identification"),
        help_text=_("how you know that the account is theirs; a likeness of names is no ground"),
    )  # fmt: skip

    def __init__(
        self, *data: Any, accounts: list[tuple[int | str, str]], classes: list[tuple[str, str]],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*data, **options)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]  # a choice field
        self.fields["author_class"].choices = classes  # type: ignore[attr-defined]  # the same


class Charging(forms.Form):
    place = forms.ChoiceField(label=_("Offence and provision"))
    findings = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Findings")
    )
    ground = Written(limit=writing.GROUND, rows=2, label=_("Ground"))

    def __init__(
        self, *data: Any, places: list[tuple[str, str]], findings: list[tuple[int, str]],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*data, **options)
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # a choice field
        self.fields["findings"].choices = findings  # type: ignore[attr-defined]  # the same


class Notifying(forms.Form):
    due_at = forms.DateTimeField(
        required=False, label=_("Explain until"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("empty: the term of the law pack; never shorter than that"),
    )  # fmt: skip


class Recording(forms.Form):
    how = forms.ChoiceField(
        choices=[(code, said) for code, said in words.HOW.items() if code != "link"],
        label=_("How"), widget=forms.RadioSelect, initial="oral",
    )  # fmt: skip
    text = Written(limit=writing.EXPLANATION, rows=8, label=_("What the respondent says"))


class Recommending(forms.Form):
    outcome = forms.ChoiceField(required=False, label=_("Outcome"))
    reason = Written(limit=writing.REASON, rows=4, label=_("Reasoning"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *data: Any, outcomes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*data, **options)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]  # a choice field


class Drafting(forms.Form):
    text = Written(limit=writing.PROPOSAL, rows=6, label=_("Text of the proposal"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class Withdrawing(forms.Form):
    ground = Written(limit=writing.GROUND, rows=2, label=_("Ground"))


class Explaining(forms.Form):
    text = Written(limit=writing.EXPLANATION, rows=10, label=_("Your explanation"))
