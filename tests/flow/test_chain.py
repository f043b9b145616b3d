"""One publication becomes a register entry, and every entry leads back to its bytes."""

import json
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from hustings import evidence
from hustings.desk.cases.models import Charge, Exhibit
from hustings.desk.enforcement.models import Penalty
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.register.models import Entry
from hustings.desk.review.models import Indication

pytestmark = pytest.mark.slow
HOPS = ["founding", "publications", "review", "cases", "hearing", "proposal", "commission",
        "enforcement", "register"]  # fmt: skip


def test_the_demonstration_goes_through_every_hop(played):
    seen = list(dict.fromkeys(hop for hop, _, _ in played))
    assert sorted(seen, key=HOPS.index) == HOPS
    assert seen[:7] == HOPS[:7]

    # The sitting would not hear the case while the sixth had no outcome.
    refused = [told for hop, told, _ in played if told.startswith("refused:")]
    assert refused
    assert "Нурбек Чолпонов" in refused[0]

    six = Charge.objects.filter(respondent__case__respondents__name="Нурбек Чолпонов").distinct()
    assert {charge.respondent.name for charge in six} == {
        "Айгерим Токтобекова", "Руслан Кожомкулов", "Гүлнара Сатыбалдиева",
        "Бакытбек Орозалиев", "Жылдыз Абдыкеримова", "Нурбек Чолпонов",
    }  # fmt: skip
    assert all(charge.outcome and charge.outcome_reason for charge in six)
    fined = {charge.respondent.name for charge in six if charge.outcome == "fine"}
    assert len(fined) == 5
    assert "Нурбек Чолпонов" not in fined
    offences = {charge.offence for charge in six}
    assert offences == {"kg/code-of-offences/art_65", "kg/code-of-offences/art_66"}
    amounts = {
        charge.offence[-2:]: charge.penalty.amount for charge in six if charge.outcome == "fine"
    }
    assert amounts == {"65": 7500, "66": 12500}

    # Everybody can see it without signing in, and it says where it comes from.
    public = Client()
    assert Entry.objects.filter(state="published").count() == 2
    for entry in Entry.objects.all():
        page = public.get(f"/entries/{entry.pk}")
        assert page.status_code == 200
        assert entry.number in page.content.decode()


def test_every_entry_leads_back_to_its_bytes(played):
    store = evidence.Store(settings.STORE)
    for entry in Entry.objects.select_related("resolution__item__case"):
        case = entry.resolution.item.case
        exhibits = Exhibit.objects.filter(case=case)
        assert exhibits
        for finding in case.findings.select_related("indication__publication"):
            publication = finding.indication.publication
            original = store.read(publication.file_digest).decode()
            # JSON and XML write some letters their own way; ten plain letters are enough.
            words = [word for word in publication.text.split() if word.isalpha()]
            assert max(words, key=len) in original
            assert finding.exhibits.filter(digest=publication.file_digest).exists()
        papers = entry.resolution.papers
        assert list(papers) == ["ky", "ru"]
        assert all(store.read(paper).startswith(b"%PDF") for paper in papers.values())


def test_the_ledger_explains_every_row(played):
    assert list(record.unexplained()) == []
    assert Line.objects.filter(index=None).count() == 0
    acts = {json.loads(line)["act"] for line in record.log_of_acts().entries()}
    assert {
        "review.confirm", "review.dismiss", "cases.open", "cases.adopt_proposal",
        "commission.vote", "commission.adopt", "enforcement.impose", "register.publish",
    } <= acts  # fmt: skip


def test_an_outsider_verifies_the_export_and_names_a_changed_byte(played, tmp_path):
    box = tmp_path / "export"
    evidence.export(
        box,
        store=evidence.Store(settings.STORE),
        ledger=evidence.Ledger(settings.LEDGER),
    )
    verify = [sys.executable, "-I", "-S", "verify.py", "."]
    good = subprocess.run(verify, cwd=box, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    blobs = [path for path in box.rglob("*") if path.is_file() and path.stat().st_size > 20_000]
    victim = max(blobs, key=lambda path: path.stat().st_size)
    forged = tmp_path / "forged"
    shutil.copytree(box, forged)
    target = forged / victim.relative_to(box)
    target.chmod(0o600)
    body = bytearray(target.read_bytes())
    body[len(body) // 2] ^= 1
    target.write_bytes(bytes(body))
    bad = subprocess.run(verify, cwd=forged, capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert victim.name in bad.stdout + bad.stderr


def test_nobody_is_counted_twice_or_forgotten(played):
    decided = Charge.objects.exclude(outcome="")
    assert decided.filter(outcome__in=["fine", "warning"]).count() == Penalty.objects.count()
    findings = Indication.objects.filter(state="confirmed").count()
    assert findings == Indication.objects.filter(finding__isnull=False).count()
