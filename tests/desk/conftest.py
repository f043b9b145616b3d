"""The cast and the first rows of the desk's tests. Everybody here is invented."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction

from hustings import evidence
from hustings.desk import packs
from hustings.desk.accounts.models import Appointment, Person
from hustings.desk.accounts.roles import Role
from hustings.desk.cases import acts as cases
from hustings.desk.commission import acts as commission
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Account, Election, Import, Publication
from hustings.desk.review import acts as review
from hustings.desk.review.models import Indication

APPOINTED = datetime(2025, 9, 1, tzinfo=UTC)
NOW = datetime(2025, 10, 27, 9, 0, tzinfo=UTC)  # 15:00 in Bishkek, before campaigning may begin
PASSWORD = "ойдон чыгарылган сырсөз"
CAST = {
    "monitor": ("Бермет Байкоова", Role.MONITOR),
    "second_monitor": ("Кубат Окуяев", Role.MONITOR),
    "lawyer": ("Тилек Мыйзамов", Role.LAWYER),
    "second_lawyer": ("Нурзат Беренова", Role.LAWYER),
    "head": ("Жаркын Топбашиева", Role.HEAD),
    "secretary": ("Сезим Катчыева", Role.SECRETARY),
    "official": ("Эркин Айыпов", Role.OFFICIAL),
    "publisher": ("Мээрим Жарчыева", Role.PUBLISHER),
    "second_publisher": ("Улан Кабаров", Role.PUBLISHER),
    "auditor": ("Чынара Текшерова", Role.AUDITOR),
    "administrator": ("Данияр Дайындоов", Role.ADMINISTRATOR),
    "stranger": ("Бейтааныш Бирөөв", None),
}
ESTABLISHED = 12


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    """A desk folder of this test's own: store, and a ledger with its key."""
    for name in (
        packs.ASKED,
        packs.WRITTEN,
    ):  # an adoption sets them; the next test sees nothing of it
        monkeypatch.setenv(name, os.environ.get(name, ""))
    settings.LANGUAGE_CODE = "en"  # a reader who has chosen nothing reads what these tests read
    settings.HOME = tmp_path / "home"
    settings.STORE = settings.HOME / "store"
    settings.LEDGER = settings.HOME / "ledger"
    settings.ARCHIVE = settings.HOME / "archive"
    settings.HOME.mkdir()
    evidence.Store(settings.STORE)
    evidence.Ledger.found(settings.LEDGER, "hustings.example/test", at=APPOINTED)
    return settings.HOME


def _enrol(username, full_name, role):
    with transaction.atomic():
        person = Person(username=username, full_name=full_name, language="en")
        person.set_password(PASSWORD)
        person.save()
        rows = [person]
        if role:
            rows.append(Appointment.objects.create(person=person, role=role, since=APPOINTED))
        record.act(name="accounts.enrol", by=None, role="system", at=APPOINTED,
                   ground="the cast of a test", rows=rows)  # fmt: skip
    return person


@pytest.fixture
def cast(db):
    """Everybody, by what they are: cast.monitor, cast.head … and cast.members, twelve of them."""
    people = {key: _enrol(key, name, role) for key, (name, role) in CAST.items()}
    people["members"] = [
        _enrol(f"member{number}", f"Мүчө №{number}", Role.MEMBER)
        for number in range(1, ESTABLISHED + 1)
    ]
    return SimpleNamespace(**people)


@pytest.fixture
def election(cast):
    with transaction.atomic():
        opened = Election.objects.create(pack="kg", code="kg-2025-parliament")
        record.act(name="monitoring.open_election", by=cast.secretary, role="secretary",
                   at=APPOINTED, ground="decree of the test", rows=[opened])  # fmt: skip
    return opened


@pytest.fixture
def flag(cast, election):
    """Make a flagged publication with its indications, as the intake would.

    flag(text=…, account="page name", published_at=…, offence=…, provision=…) → Indication
    """

    def make(
        *,
        text="Ойдон чыгарылган жарыя: 18-округдан Кадыров келсе, айыл жоюлат!",
        account="Ойдон чыгарылган баракча",
        author_class="voter",
        published_at=NOW - timedelta(days=3),
        offence="kg/code-of-offences/art_65",
        provision="kg/elections/art_23__part_1",
        window="early",
        rank=0.9,
        amount=7500,
        units=75,
    ):
        digest = evidence.Store(record.settings.STORE).seal(f"file of {text}".encode())
        with transaction.atomic():
            owner, _ = Account.objects.get_or_create(
                source="facebook", key=account, defaults={"name": account}
            )
            brought = Import.objects.create(
                election=election, file_name="invented.jsonl", file_digest=digest,
                ground="monitoring", by=cast.monitor, at=NOW, state=Import.State.DONE,
                format="jsonl", read=1, kept=1, flagged=1,
            )  # fmt: skip
            start = text.find("Кадыров")
            named = {"candidate": "d-18-01", "surface": "Кадыров", "start": start,
                     "end": start + 7, "probability": 0.9}  # fmt: skip
            publication = Publication.objects.create(
                archive_id=f"test:{uuid.uuid4()}", election=election, brought_in=brought,
                file_digest=digest, account=owner, author_class=author_class,
                item_id=str(uuid.uuid4()), url="https://social.example/post/1", kind="post",
                text=text, published_at=published_at, published_at_provenance="zoned",
                collected_at=NOW, rank=rank, screened_with="sha256:" + "0" * 64,
                mentions=[] if start < 0 else [named],
                signals=[{"kind": "consequences", "stance": "against", "target": "d-18-01",
                          "evidence": text, "start": 0, "end": len(text), "probability": 0.8}],
            )  # fmt: skip
            indication = Indication.objects.create(
                publication=publication, offence=offence, provision=provision, window=window,
                because=["consequences described", "before the window opened"], units=units,
                amount=amount, currency="KGS", verified=True, rank=rank,
            )  # fmt: skip
            record.act(name="monitoring.screen", by=cast.monitor, role="monitor", at=NOW,
                       ground="monitoring", rows=[brought, publication, indication],
                       seals=[digest])  # fmt: skip
        return indication

    return make


@pytest.fixture
def signed_in(client):
    """signed_in(person) → a client of theirs."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def decided(cast, flag):
    """decided("fine", "warning", …) → the resolution on one respondent an outcome, through every act."""

    def decide(*outcomes, author_class="voter", offence="kg/code-of-offences/art_65", **flagged):
        findings = []
        for number, _outcome in enumerate(outcomes):
            one = flag(account=f"Ойдон баракча {number}", text=f"Ойдон {number}: Кадыров келсе жоюлат",
                       author_class=author_class, offence=offence, **flagged)  # fmt: skip
            findings.append(review.confirm(one, by=cast.monitor, at=NOW, version=one.version))
        case = cases.open_case(
            title="Ойдон чыгарылган иш", indications=findings, by=cast.lawyer, at=NOW, ground="test"
        )
        for finding, outcome in zip(findings, outcomes, strict=True):
            _propose(cast, case, finding, outcome, author_class=author_class)
        proposal = cases.draft_proposal(case, text="", by=cast.lawyer, at=NOW)
        cases.adopt_proposal(proposal, by=cast.head, at=NOW)
        return _sit(cast, case)

    return decide


def _propose(cast, case, finding, outcome, *, author_class):
    account = finding.publication.account
    respondent = cases.name_respondent(
        case, name=f"Ойдонов {account.name}", person_kind="natural", author_class=author_class,
        account=account, by=cast.lawyer, at=NOW, ground="test",
    )  # fmt: skip
    charge = cases.charge(
        respondent, findings=list(case.findings.filter(indication=finding)),
        offence=finding.offence, provision=finding.provision, by=cast.lawyer, at=NOW, ground="test",
    )  # fmt: skip
    cases.notify(respondent, by=cast.lawyer, at=NOW)
    cases.record_explanation(respondent, text="Билген эмесмин", how="oral", by=cast.lawyer, at=NOW)
    cases.recommend(
        charge, outcome=outcome, reason="себеби бар", by=cast.lawyer, at=NOW, version=charge.version
    )


def _sit(cast, case):
    sitting = commission.call_sitting(
        case.election, begins_at=NOW, place="Ойдон зал", by=cast.secretary, at=NOW
    )
    item = commission.put_on_agenda(sitting, case=case, by=cast.secretary, at=NOW)
    for member in cast.members:
        commission.record_presence(sitting, member=member, present=True, by=cast.secretary, at=NOW)
    commission.open_sitting(sitting, chair=cast.members[0], by=cast.secretary, at=NOW)
    commission.hear(item, by=cast.secretary, at=NOW)
    for member in cast.members[:9]:
        commission.vote(item, choice="for", by=member, at=NOW)
    for member in cast.members[9:]:
        commission.vote(item, choice="against", dissent="ойдон пикир", by=member, at=NOW)
    resolution = commission.adopt(item, by=cast.secretary, at=NOW)
    commission.close_sitting(sitting, by=cast.secretary, at=NOW)
    return resolution
