"""Forms of the accounts room."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from hustings.desk.accounts.roles import Role

PASSWORD_LENGTH = 256  # hashing a longer one would only cost us time


class SignIn(forms.Form):
    username = forms.CharField(label=_("Name"), max_length=64)
    password = forms.CharField(
        label=_("Password"), max_length=PASSWORD_LENGTH, strip=False, widget=forms.PasswordInput
    )


class Enrol(forms.Form):
    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=64,
        validators=[ProhibitNullCharactersValidator()],
    )
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    password = forms.CharField(
        label=_("First password"), max_length=PASSWORD_LENGTH, strip=False,
        widget=forms.PasswordInput, help_text=_("At least 12 characters."),
        validators=[validate_password],
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    ground = forms.CharField(label=_("Ground"), max_length=300)


class Appoint(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.value) for role in Role])
    ground = forms.CharField(label=_("Ground"), max_length=300)


class Dismiss(forms.Form):
    ground = forms.CharField(label=_("Ground"), max_length=300)
