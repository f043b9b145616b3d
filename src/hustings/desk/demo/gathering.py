"""From files to an adopted proposal: import, screening, review, case, notice, hearing, proposal."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from hustings.desk.accounts.roles import Role
from hustings.desk.cases import acts as cases
from hustings.desk.cases.models import Case, Charge, Finding, Respondent
from hustings.desk.demo.stage import Stage
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.review import acts as review
from hustings.desk.review import intake, putting_forward
from hustings.desk.review.models import Indication

Matter = Mapping[str, Any]


def gather(stage: Stage, matter: Matter) -> Case:
    """A case with everybody named, charged and told."""
    for file in matter.get("import", ()):
        bring_in(stage, file)
    for seen in matter.get("seen", ()):
        _put_forward(stage, seen)
    return _open_case(stage, matter, _review(stage, matter))


def bring_in(stage: Stage, file: Matter) -> None:
    """Import one sample file, and screen it as the worker does."""
    name, at = file["file"], file["at"]
    monitoring.bring_in(
        stage.election,
        file_name=name,
        content=(stage.scenario.folder / name).read_bytes(),
        options={"mapping": file["mapping"]} if "mapping" in file else {},
        by=stage.one(Role.MONITOR),
        at=at,
        ground=stage.scenario["ground"],
    )
    done = intake.run_next(at=at)
    if done is None or done.state != "done":
        raise RuntimeError(f"{name} was not imported: {done and done.refusal}")
    told = f"{name}: {done.read} read, {done.kept} kept, {done.duplicate} duplicate, "
    told += f"{done.unreadable} unreadable, {done.flagged} flagged by screening"
    stage.tell("publications", told, reverse("monitoring:imports"))


def _put_forward(stage: Stage, seen: Matter) -> None:
    """What no program can see on a page, a person states; the law is asked again with it."""
    found = putting_forward.put_forward(
        stage.election, item_id=seen["item"], facts=seen["facts"], by=stage.one(Role.MONITOR),
        at=seen["at"], ground=stage.scenario["ground"],
    )  # fmt: skip
    stated = ", ".join(f"{name}: {_plainly(value)}" for name, value in seen["facts"].items())
    told = f"{seen['item']} put forward by hand ({stated}): {len(found)} indications"
    stage.tell("review", told, reverse("review:queue"))


def _plainly(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _review(stage: Stage, matter: Matter) -> list[Indication]:
    monitor, at = stage.one(Role.MONITOR), matter["reviewed"]
    items = {one["item"] for one in matter["respondent"] if "item" in one}
    waiting = Indication.objects.filter(publication__item_id__in=items, state="waiting")
    if "strongest" in matter:
        waiting = _strongest(stage, matter)
    confirmed = [
        review.confirm(indication, by=monitor, at=at, version=indication.version)
        for indication in waiting.order_by("pk")
    ]
    if missed := items - {indication.publication.item_id for indication in confirmed}:
        raise RuntimeError(f"screening missed {sorted(missed)}")
    told = f"{len(confirmed)} indications confirmed as findings, "
    if "dismissed" in matter:
        other = Indication.objects.filter(state="waiting").order_by("-rank").last()
        if other is not None:
            review.dismiss(other, by=monitor, at=at, version=other.version, **matter["dismissed"])
            told += "1 dismissed, "
    left = Indication.objects.filter(state="waiting").count()
    stage.tell("review", f"{told}{left} wait", reverse("review:queue"))
    return confirmed


def _strongest(stage: Stage, matter: Matter) -> Any:
    """The one of that offence that ranks highest in what has just come in."""
    latest = matter["import"][-1]["at"]
    found = Indication.objects.filter(
        state="waiting", offence=matter["strongest"], publication__brought_in__at=latest,
        publication__election=stage.election,
    ).order_by("-rank", "pk")  # fmt: skip
    return Indication.objects.filter(pk=found[0].pk)


def _open_case(stage: Stage, matter: Matter, confirmed: list[Indication]) -> Case:
    lawyer, at = stage.one(Role.LAWYER), matter["opened"]
    case = cases.open_case(
        title=matter["title"], indications=confirmed, by=lawyer, at=at,
        ground=stage.scenario["ground"],
    )  # fmt: skip
    for one in matter["respondent"]:
        respondent = _named(stage, matter, case, one)
        _charge(stage, matter, respondent, one)
        cases.notify(respondent, by=lawyer, at=matter["notified"])
    told = f"case {case.number}: {case.respondents.count()} respondents, "
    told += f"{Charge.objects.filter(respondent__case=case).count()} charges, notices sent"
    stage.tell("cases", told, reverse("cases:case", args=[case.pk]))
    return case


def _findings(case: Case, one: Matter) -> Any:
    """What the respondent answers for: their item's findings, or all where none is named."""
    found = Finding.objects.filter(case=case).select_related("indication__publication__account")
    return found.filter(indication__publication__item_id=one["item"]) if "item" in one else found


def _named(stage: Stage, matter: Matter, case: Case, one: Matter) -> Respondent:
    publication = _findings(case, one)[0].indication.publication
    account = publication.account
    return cases.name_respondent(
        case, name=one.get("name", account.name), person_kind=one.get("person", "natural"),
        author_class=one.get("class", publication.author_class),
        account=None if one.get("apart") else account, by=stage.one(Role.LAWYER),
        at=matter["opened"], ground=one.get("identified", matter["identified"]),
    )  # fmt: skip


def _charge(stage: Stage, matter: Matter, respondent: Respondent, one: Matter) -> None:
    """A charge for each place of the law that is named, or that the findings point to."""
    found = list(_findings(respondent.case, one))
    pointed = {(each.indication.offence, each.indication.provision) for each in found}
    for offence, provision in map(tuple, one.get("charges", sorted(pointed))):
        same = [
            each for each in found
            if (each.indication.offence, each.indication.provision) == (offence, provision)
        ]  # fmt: skip
        cases.charge(
            respondent, findings=same or found, offence=offence, provision=provision,
            by=stage.one(Role.LAWYER), at=matter["opened"], ground=stage.scenario["ground"],
        )  # fmt: skip


def each(matter: Matter, case: Case) -> Iterator[tuple[Matter, Respondent]]:
    """What the scenario says of each respondent, with the row: they were named in that order."""
    yield from zip(matter["respondent"], case.respondents.order_by("pk"), strict=True)


def hear(stage: Stage, matter: Matter, case: Case) -> None:
    """Through the respondent's own link, by word of mouth, or the term lapses."""
    lawyer, linked, oral, lapsed = stage.one(Role.LAWYER), 0, 0, 0
    for one, respondent in each(matter, case):
        if "explains" in one:
            cases.explain(respondent.notice.token, text=one["explains"], at=matter["explained"])
            linked += 1
        elif "says" in one:
            cases.record_explanation(
                respondent, text=one["says"], how="oral", by=lawyer, at=matter["explained"]
            )
            oral += 1
        else:
            cases.lapse(respondent, by=lawyer, at=matter["lapsed"])
            lapsed += 1
    told = f"{linked} respondents explained through their own link, "
    if oral:
        told += f"{oral} by word of mouth, "
    stage.tell("hearing", f"{told}{lapsed} terms lapsed", reverse("cases:case", args=[case.pk]))


def propose(stage: Stage, matter: Matter, case: Case) -> None:
    """Drafted by one of the group, adopted by another; whoever is left out stays pending."""
    lawyer, head, at = stage.one(Role.LAWYER), stage.one(Role.HEAD), matter["proposed"]
    proposed = 0
    for one, respondent in each(matter, case):
        if "outcome" not in one:
            continue  # left pending: the sitting will not let it pass
        proposed += 1
        for charge in respondent.charges.all():
            cases.recommend(
                charge, outcome=one["outcome"], by=lawyer, at=at, version=charge.version,
                reason=one.get("because", matter["because"]),
            )  # fmt: skip
    proposal = cases.draft_proposal(case, text="", by=lawyer, at=at)
    cases.adopt_proposal(proposal, by=head, at=at)
    told = f"{proposed} of {len(matter['respondent'])} proposed; drafted by one, adopted by another"
    stage.tell("proposal", told, reverse("cases:case", args=[case.pk]))
