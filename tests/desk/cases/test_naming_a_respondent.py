import pytest
from django.db import transaction

from desk.cases import matter_at
from desk.cases.matter_at import GROUND, START, charged, confirmed, named, opened
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts, queries
from hustings.desk.cases.models import Charge, Respondent
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db
ART_66 = ("kg/code-of-offences/art_66", "kg/elections/art_28__part_5")


def test_needs_a_typed_ground(case, cast, account):
    with pytest.raises(Refusal) as refused:
        acts.name_respondent(case, name="Ойдон", person_kind="natural", author_class="voter",
                             account=account, by=cast.lawyer, at=START, ground="  ")  # fmt: skip
    assert refused.value.code == "cases.nothing_written"
    assert not Respondent.objects.exists()


def test_keeps_name_and_ground_out_of_the_ledger(case, cast, account):
    named(case, cast, account, name="Жашыруун Адамов")
    told = b"".join(bytes(line.canonical) for line in Line.objects.all()).decode()
    assert "Жашыруун" not in told
    assert GROUND not in told


def test_names_one_respondent_an_account(case, cast, account):
    named(case, cast, account)
    with pytest.raises(Refusal) as refused:
        named(case, cast, account, name="Ойдон Экинчиев")
    assert refused.value.code == "cases.account_named"
    assert named(case, cast, None, name="Ойдон Экинчиев").account is None


def test_refuses_an_account_of_another_case(case, cast, flag):
    other = opened(cast, flag(account="b"))
    foreign = other.findings.get().indication.publication.account
    with pytest.raises(Refusal) as refused:
        named(case, cast, foreign)
    assert refused.value.code == "cases.account_elsewhere"


def test_refuses_kinds_the_law_does_not_know(case, cast, account):
    unknown = (("robot", "voter", "cases.unknown_kind"), ("natural", "king", "cases.unknown_class"))
    for kind, author_class, code in unknown:
        with pytest.raises(Refusal) as refused:
            acts.name_respondent(case, name="Ойдон", person_kind=kind, author_class=author_class,
                                 account=account, by=cast.lawyer, at=START,
                                 ground=GROUND)  # fmt: skip
        assert refused.value.code == code


def test_belongs_to_lawyers(case, cast, account):
    for who in (cast.monitor, cast.secretary, cast.publisher, cast.stranger):
        with pytest.raises(NotYours):
            acts.name_respondent(case, name="Ойдон", person_kind="natural", author_class="voter",
                                 account=account, by=who, at=START, ground=GROUND)  # fmt: skip


def test_charges_each_provision_once(respondent, cast, finding):
    charged(respondent, cast, finding)
    with pytest.raises(Refusal) as refused:
        charged(respondent, cast, finding)
    assert refused.value.code == "cases.charged_already"
    assert Charge.objects.count() == 1


def test_adds_a_second_finding_to_the_same_row(case, respondent, cast, finding, flag):
    row = charged(respondent, cast, finding)
    more = acts.attach(case, indication=confirmed(flag(text="Дагы Кадыров"), cast),
                       by=cast.lawyer, at=START, ground=GROUND)  # fmt: skip
    again = charged(respondent, cast, more)
    assert again.pk == row.pk
    assert again.findings.count() == 2
    assert again.version == row.version + 1


def test_charges_on_no_publication_at_all_are_refused(respondent, cast):
    with pytest.raises(Refusal) as refused:
        acts.charge(respondent, findings=[], offence=ART_66[0], provision=ART_66[1],
                    by=cast.lawyer, at=START, ground=GROUND)  # fmt: skip
    assert refused.value.code == "cases.no_findings_given"


def test_refuses_a_finding_of_another_case(respondent, cast, flag):
    other = opened(cast, flag(account="b")).findings.get()
    with pytest.raises(Refusal) as refused:
        charged(respondent, cast, other)
    assert refused.value.code == "cases.finding_elsewhere"


def test_refuses_a_provision_that_the_offence_does_not_punish(respondent, cast, finding):
    with pytest.raises(Refusal) as refused:
        acts.charge(respondent, findings=[finding], offence=ART_66[0],
                    provision="kg/elections/art_23__part_1", by=cast.lawyer, at=START,
                    ground=GROUND)  # fmt: skip
    assert refused.value.code == "cases.not_of_offence"


def test_lets_a_lawyer_judge_the_provision_anew(respondent, cast, finding):
    row = acts.charge(respondent, findings=[finding], offence=ART_66[0], provision=ART_66[1],
                      by=cast.lawyer, at=START, ground=GROUND)  # fmt: skip
    assert row.provision == ART_66[1]
    assert not [gap for gap in _gaps(respondent.case) if gap.code == "cases.not_charged"]


def _gaps(case):
    from hustings.desk.cases import procedure  # noqa: PLC0415 - only here

    return procedure.gaps(queries.matter(case))


def test_charges_nothing_more_after_the_notice(charge, notice, cast, finding):
    with pytest.raises(Refusal) as refused:
        acts.charge(charge.respondent, findings=[finding], offence=ART_66[0],
                    provision=ART_66[1], by=cast.lawyer, at=START, ground=GROUND)  # fmt: skip
    assert refused.value.code == "cases.told_already"


@pytest.fixture
def edited(charge, finding, flag, cast):
    """The same item of the same account, published again with other words, in a second case."""
    other = flag(text="Өзгөртүлгөн Кадыров жарыясы")
    publication = other.publication
    with transaction.atomic():
        publication.item_id = finding.indication.publication.item_id
        publication.save()
    record.hand_over()
    return opened(cast, other)


def test_same_act_is_refused_in_another_case_and_the_case_is_named(edited, cast, charge):
    twin = edited.findings.select_related("indication__publication__account").get()
    again = named(edited, cast, twin.indication.publication.account, name="Ойдон Башкаев")
    with pytest.raises(Refusal) as refused:
        charged(again, cast, twin)
    assert refused.value.code == "cases.same_act"
    assert charge.respondent.case.number in refused.value.say("en")


def test_same_act_under_another_provision_is_no_duplicate(edited, cast):
    twin = edited.findings.select_related("indication__publication__account").get()
    again = named(edited, cast, twin.indication.publication.account, name="Ойдон Башкаев")
    assert acts.charge(again, findings=[twin], offence=ART_66[0], provision=ART_66[1],
                       by=cast.lawyer, at=START, ground=GROUND).pk  # fmt: skip


def test_another_publication_of_the_same_account_is_a_repeat_not_a_duplicate(cast, charge, flag):
    other = opened(cast, flag(text="Дагы бир Кадыров жарыясы"))
    found = other.findings.select_related("indication__publication__account").get()
    again = named(other, cast, found.indication.publication.account, name="Ойдон Башкаев")
    assert charged(again, cast, found).pk


def test_same_act_of_somebody_without_an_account_is_known_by_the_name(edited, cast, finding, case):
    first = named(case, cast, None, name="Ойдон Өкүлов")
    charged(first, cast, finding)
    twin = edited.findings.select_related("indication__publication__account").get()
    second = named(edited, cast, None, name="ОЙДОН ӨКҮЛОВ")
    with pytest.raises(Refusal) as refused:
        charged(second, cast, twin)
    assert refused.value.code == "cases.same_act"
    third = named(edited, cast, None, name="Ойдон Такыр Башкаев")
    assert charged(third, cast, twin).pk


def test_nobody_can_be_missing(cast, flag):
    case = opened(cast, flag(), flag(account="b", text="Экинчи Кадыров"))
    first, second = case.findings.select_related("indication__publication__account").order_by("pk")
    answering = named(case, cast, first.indication.publication.account)
    assert [gap.code for gap in _gaps(case)] == [
        "cases.no_respondent", "cases.nothing_alleged", "cases.not_notified",
    ]  # fmt: skip
    charged(answering, cast, first)
    other = named(case, cast, second.indication.publication.account, name="Ойдон Экинчиев")
    assert "cases.no_respondent" not in [gap.code for gap in _gaps(case)]
    charged(other, cast, second)
    matter_at.told(other, cast)
    assert [gap.code for gap in _gaps(case)] == ["cases.not_notified", "cases.not_heard"]
