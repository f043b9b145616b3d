"""Signing in and out, what waits for me, people and their appointments."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings import law
from hustings.desk import refusals
from hustings.desk.accounts import acts, forms, gate, throttle, waiting
from hustings.desk.accounts.asking import asked, person_of
from hustings.desk.accounts.doors import door
from hustings.desk.accounts.models import Appointment, Person
from hustings.desk.language import COOKIE, YEAR, current
from hustings.refusal import Refusal


def sign_in(request: HttpRequest) -> HttpResponse:
    form = forms.SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = _recognised(request, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            return _welcomed(request, person)
    status = 200 if request.method == "GET" else refusals.CONFLICT
    back = request.GET.get("next", "")
    return render(request, "accounts/sign_in.html", {"form": form, "next": back}, status=status)


def _recognised(request: HttpRequest, username: str, password: str) -> Person:
    at, address = timezone.now(), request.META.get("REMOTE_ADDR", "")
    throttle.check(username=username, address=address, at=at)
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        throttle.note(username=username, address=address, at=at)
        raise Refusal(
            "accounts.not_recognised",
            "The name and the password do not belong together. Try again.",
        )
    return person


def _welcomed(request: HttpRequest, person: Person) -> HttpResponse:
    login(request, person)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = settings.LOGIN_REDIRECT_URL
    response = redirect(back)
    if COOKIE not in request.COOKIES:
        response.set_cookie(
            COOKIE, person.language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS,
            httponly=True,
        )  # fmt: skip
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@login_required
def wait(request: HttpRequest) -> HttpResponse:
    """Everyone's first page."""
    at = timezone.now()
    context = {
        "waiting": list(waiting.for_person(person_of(request), at=at)),
        "at": at,
        **_roles(person_of(request), at),
    }
    return render(request, "accounts/waiting.html", context)


def _roles(person: Person, at: datetime) -> dict[str, object]:
    words = law.load(settings.PACK).roles
    held = sorted(gate.roles_of(person, at=at))
    return {"roles": [words[role] for role in held if role in words]}


@login_required
def me(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        acts.choose_language(person_of(request), language=current())
        messages.success(request, _("Saved: this language greets you when you sign in."))
        return redirect("accounts:me")
    appointments = Appointment.objects.filter(person=person_of(request)).order_by("-since")
    return render(
        request,
        "accounts/me.html",
        {"appointments": appointments, **_roles(person_of(request), at)},
    )


@door("accounts.appoint")
def people(request: HttpRequest) -> HttpResponse:
    form = forms.Enrol(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = acts.enrol(**form.cleaned_data, **asked(request))
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            messages.success(request, _("Enrolled."), extra_tags=request.path)
            return redirect("accounts:person", person.pk)
    everybody = Person.objects.order_by("full_name").prefetch_related("appointments")
    return render(
        request, "accounts/people.html", {"form": form, "people": everybody},
        status=refusals.CONFLICT if form.errors else 200,
    )  # fmt: skip


@door("accounts.appoint")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(Person, pk=pk)
    form = forms.Appoint(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.appoint(somebody, **form.cleaned_data, **asked(request))
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            messages.success(request, _("Appointed."), extra_tags=request.path)
            return redirect("accounts:person", pk)
    context = {"somebody": somebody, "form": form, "dismissing": forms.Dismiss(),
               "appointments": somebody.appointments.order_by("-since")}  # fmt: skip
    status = refusals.CONFLICT if form.errors else 200
    return render(request, "accounts/person.html", context, status=status)


@require_POST
@door("accounts.dismiss")
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = get_object_or_404(Appointment, pk=pk)
    form = forms.Dismiss(request.POST)
    if not form.is_valid():
        raise Refusal("accounts.ground_missing", "Say on what ground the appointment ends.")
    acts.dismiss(appointment, **form.cleaned_data, **asked(request))
    messages.success(request, _("The appointment has ended."))
    return redirect("accounts:person", appointment.person_id)
