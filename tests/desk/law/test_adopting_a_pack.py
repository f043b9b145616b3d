"""The pack in use is sealed: an edit of the folder, or a broken one, changes nothing by itself."""

import os
import shutil
import subprocess
import sys

import pytest

from desk.conftest import NOW
from hustings import evidence, law
from hustings.desk import packs
from hustings.desk.law import acts, proposing
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring.models import Election
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
BROKEN = "\nthis is = = no TOML\n"


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def adopt(cast, election):
    def run():
        shown = proposing.pack_changed(Election.objects.get()).digest
        return acts.adopt_pack(election, shown=shown, ground="чечим", by=cast.secretary, at=NOW)

    return run


@pytest.fixture
def restarted():
    """restarted(): nothing that a process remembers is left."""

    def forget():
        packs._of.cache_clear()
        law.reading._once.cache_clear()

    return forget


def test_an_election_is_opened_with_a_sealed_copy(election, written, settings):
    assert election.law_digest == law.read(written).digest
    assert evidence.Store(settings.STORE).read(election.law_sealed) == packs.archived(written)
    line = Line.objects.get(act="monitoring.open_election")
    assert election.law_sealed.encode() in bytes(line.canonical)
    assert packs.of(election).digest == election.law_digest
    assert list(record.unexplained()) == []


def test_the_archive_is_the_same_bytes_for_the_same_files(written, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(written, other)
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
    (other / "pack.toml").chmod(0o600)
    assert packs.archived(other) == packs.archived(written)
    (other / "pack.toml").write_text((other / "pack.toml").read_text("utf-8") + "\n", "utf-8")
    assert packs.archived(other) != packs.archived(written)


def test_an_edit_of_the_folder_is_not_in_use_before_somebody_adopts_it(
    flag, election, edit, restarted, adopt
):
    flag()
    edit(80)
    restarted()
    assert packs.of(Election.objects.get()).digest == election.law_digest
    assert law.load("kg").digest == election.law_digest
    adoption = adopt()
    after = Election.objects.get()
    assert after.law_digest == adoption.law_after != election.law_digest
    changed = adoption.changes.get()
    assert (changed.before["amount"], changed.after["amount"]) == (7500, 8000)
    assert changed.indication.amount == 7500  # the indication itself stays as it was found
    assert (
        law.load("kg").digest == after.law_digest
    )  # rooms that know a pack by its code find it too
    assert adoption.changed == 1
    assert Line.objects.filter(act="law.adopt_pack").count() == 1
    assert list(record.unexplained()) == []


@pytest.mark.parametrize(
    "place",
    [
        "pack.toml",
        "procedure/clocks.toml",
        "elections/kg-2025-parliament.toml",
        "procedure/roles.toml",
    ],
)
def test_a_broken_edit_is_refused_with_file_and_line_and_what_is_in_use_stays(
    election, written, restarted, adopt, place
):
    path = written / place
    line = len(path.read_text("utf-8").splitlines()) + 2
    path.write_text(path.read_text("utf-8") + BROKEN, "utf-8")
    restarted()
    with refused("law.faulty_pack") as caught:
        adopt()
    said = caught.value.say("ru")
    assert path.name in said
    assert str(line) in said
    assert packs.of(Election.objects.get()).digest == election.law_digest
    assert law.load("kg").digest == election.law_digest
    assert not Line.objects.filter(act="law.adopt_pack").exists()


def test_an_edit_whose_examples_do_not_hold_is_refused(election, written, adopt):
    article = written / "law" / "elections" / "art-23.md"
    text = article.read_text("utf-8")
    article.write_text(text.replace('kinds = ["call", ', "kinds = [", 1), "utf-8")
    with refused("law.faulty_pack") as caught:
        adopt()
    assert "art-23.md" in caught.value.say("en")


def test_the_desk_goes_on_without_the_folder_and_without_the_unpacked_copy(
    election, written, restarted, settings
):
    shutil.rmtree(written)
    shutil.rmtree(settings.HOME / "packs")
    restarted()
    assert packs.of(Election.objects.get()).digest == election.law_digest
    assert law.load("kg").code == "kg"


def test_a_pack_that_has_no_folder_is_refused(election):
    with refused("packs.no_folder"):
        packs.candidate("xx")


def test_an_unpacked_copy_that_somebody_edited_is_made_anew(election, restarted, settings):
    (copy,) = (settings.HOME / "packs").glob("*/kg/pack.toml")
    copy.write_text(copy.read_text("utf-8").replace("KGS", "XXX"), "utf-8")
    restarted()
    assert packs.of(election).currency == "KGS"


def test_a_sealed_archive_that_was_changed_is_not_used(election, restarted, settings):
    shutil.rmtree(settings.HOME / "packs")
    digest = election.law_sealed.removeprefix("sha256:")
    blob = settings.STORE / "blobs" / digest[:2] / digest
    blob.chmod(0o600)
    blob.write_bytes(b"forged")
    restarted()
    with refused("evidence.changed"):
        packs.of(election)


def test_a_new_process_starts_on_what_is_in_use_though_the_folder_is_broken(
    election, written, settings
):
    (written / "pack.toml").write_text(BROKEN, "utf-8")
    code = (
        "from django.conf import settings; settings.PACK; from hustings import law; "
        "print(law.load('kg').digest)"
    )
    environment = {**os.environ, "HUSTINGS_HOME": str(settings.HOME), packs.ASKED: str(written.parent),
                   packs.WRITTEN: "", "DJANGO_SETTINGS_MODULE": "hustings.desk.settings"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.stdout.strip() == election.law_digest, done.stderr
