"""A picture as it may be looked at, its original bytes, and one that a person attaches."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hustings import evidence
from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions import bringing
from hustings.desk.suggestions.models import Picture
from hustings.refusal import Refusal


class Attach(forms.Form):
    file = forms.FileField(label=gettext_lazy("Picture"), max_length=255, allow_empty_file=True)
    ground = forms.CharField(
        label=gettext_lazy("Ground"), max_length=300, validators=[ProhibitNullCharactersValidator()]
    )


@door("suggestions.read")
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """The grey copy that this program wrote; a browser never decodes a stranger's bytes."""
    del request  # the door has looked at it
    picture = get_object_or_404(Picture, pk=pk)
    if not picture.shown:
        raise Http404
    body = evidence.Store(settings.STORE).read(picture.shown)
    return HttpResponse(body, content_type="image/png")


@door("suggestions.read")
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed bytes as a download, for they may be hostile."""
    del request  # the door has looked at it
    picture = get_object_or_404(Picture, pk=pk)
    if not picture.digest:
        raise Http404
    body = evidence.Store(settings.STORE).read(picture.digest)
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{picture.digest[7:23]}.bin"'
    return response


@require_POST
@door("suggestions.attach_picture")
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture seen with this publication; the page of the publication comes back."""
    publication = get_object_or_404(Publication, pk=pk)
    form = Attach(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("monitoring:publication", pk)
    upload = form.cleaned_data["file"]
    try:
        bringing.attach_picture(
            publication, file_name=upload.name, content=upload.read(), **asked(request),
            ground=form.cleaned_data["ground"],
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, refusals.sentence(refusal))
    else:
        said = _("The picture is sealed and waits to be read; you may leave this page.")
        messages.success(request, said)
    return redirect("monitoring:publication", pk)
