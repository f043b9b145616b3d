"""A drawn act …"""

import hashlib
import io
import json
import subprocess
import sys

import pytest
from pypdf import PdfReader

from hustings import documents
from hustings.documents.lettering import drawable
from hustings.refusal import Refusal

ACTS = [
    (template, language)
    for template in ("resolution", "protocol", "notice", "referral")
    for language in ("ru", "ky")
]
HOSTILE = [
    '#panic("x") #import "@preview/a:1.0.0": * #read("/etc/passwd") $x^2$ *b* `r` <l> @ref',
    '"; #eval("1+1") // \\ /* { } [ ] ~ -- = + #',
    "а" + "\u0306" * 10_000,
    "\u202eabc\u202c \u200bab \u2066x\u2069 \ufeff",
    "Ж" * 600,
    "https://x.example/" + "a" * 600,
    "😀 漢字 مرحبا עברית ₽ ⃀",
    "\x00\x07\x1b[31m \ud800 x\u2028y\nz",
    "{{ record }} ${7*7} <script>alert(1)</script> &amp;",
]


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text):
    """Without spaces: where lines break is not what is asked here."""
    return "".join(text.split()).replace("\u200b", "")


def drawn(template, record, language, **options):
    told = {"pack": "kg"} | options
    return documents.pdf(template=template, record=record, language=language, **told)


def refused(code, template, record, language="ru", **options):
    with pytest.raises(Refusal) as caught:
        drawn(template, record, language, **options)
    assert caught.value.code == code
    return str(caught.value)


@pytest.mark.parametrize(("template", "language"), ACTS)
def test_tells_names_number_and_root_in_its_language(record, template, language):
    given = record(template)
    text = squeezed(text_of(drawn(template, given, language)))
    for told in ("ОйдоналыпТуташов", f"№{given['number']}", given["ledger_root"],
                 "Т.Т.Ойдоналыпова"):  # fmt: skip
        assert told in text
    assert ("27октября2025года" if language == "ru" else "2025-жылдын27-октябры") in text
    assert squeezed(given["commission"][language]).upper() in text.upper()


@pytest.mark.parametrize(("template", "language"), ACTS)
def test_is_the_same_bytes_for_the_same_record(record, template, language):
    assert drawn(template, record(template), language) == drawn(
        template, record(template), language
    )


def test_is_the_same_bytes_in_another_process(record):
    program = (
        "import sys, json, hashlib; from hustings import documents\n"
        "print(hashlib.sha256(documents.pdf(template='notice', language='ky', pack='kg',\n"
        "    record=json.load(sys.stdin))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(record("notice")),
        capture_output=True, text=True, check=True, env={"TZ": "Asia/Bishkek", "LC_ALL": "C"},
    )  # fmt: skip
    assert (
        done.stdout.strip() == hashlib.sha256(drawn("notice", record("notice"), "ky")).hexdigest()
    )


def test_is_dated_as_the_act_and_not_as_the_clock(record):
    reader = PdfReader(io.BytesIO(drawn("resolution", record("resolution"), "ru")))
    assert reader.metadata.creation_date.isoformat() == "2025-10-27T00:00:00+00:00"


def test_is_pdf_a_with_its_fonts_inside(record):
    reader = PdfReader(io.BytesIO(drawn("resolution", record("resolution"), "ky")))
    assert "<pdfaid:part>2</pdfaid:part>" in reader.xmp_metadata.stream.get_data().decode()
    fonts = {
        font.get_object()["/BaseFont"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Libertinus" in font for font in fonts)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", ["ПОСТАНОВЛЕНИЕ", "ПОСТАНОВЛЯЕТ:", "75расчётныхпоказателей(7500сомов)",
                "за—9,против—1,воздержались—0.Присутствовали10из12", "Особоемнение(ЭлечековаА.)"]),
        ("ky", ["ТОКТОМ", "ТОКТОМКЫЛАТ:", "75эсептиккөрсөткүч(7500сом)",
                "макул—9,каршы—1,калыс—0", "Өзгөчөпикир(ЭлечековаА.)"]),
    ],
)  # fmt: skip
def test_of_the_commission_resolves_measures_and_votes(record, language, told):
    text = squeezed(text_of(drawn("resolution", record("resolution"), language)))
    assert [part for part in told if part not in text] == []


def test_of_the_commission_orders_protocols_only_where_there_is_a_measure(record):
    given, order = record("resolution"), "Уполномоченномудолжностномулицусоставитьпротоколы"
    assert order in squeezed(text_of(drawn("resolution", given, "ru")))
    given["items"] = given["items"][1:]
    assert order not in squeezed(text_of(drawn("resolution", given, "ru")))


@pytest.mark.parametrize(("template", "language"), [act for act in ACTS if act[0] != "referral"])
def test_marks_what_was_not_verified(record, template, language):
    mark = {"ru": "непроверенопотекстузакона", "ky": "мыйзамдынтекстибоюнчатекшерилгенэмес"}
    given = record(template)
    doubted = squeezed(text_of(drawn(template, given, language))).lower()
    assert doubted.count(mark[language]) >= 2
    sound = squeezed(text_of(drawn(template, _verified(given), language))).lower()
    assert mark[language] not in sound


def _verified(value):
    if isinstance(value, dict):
        return {name: True if name == "verified" else _verified(one) for name, one in value.items()}
    return [_verified(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("template", "language"), ACTS[::3])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_prints_hostile_text_as_it_stands(record, template, language, text):
    given = _filled(record(template), text)
    told = squeezed(text_of(drawn(template, given, language)))
    if text.isascii():
        assert squeezed(drawable(text)) in told


def _filled(value, text, *, name=""):
    if isinstance(value, dict):
        return {key: _filled(one, text, name=key) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, text) for one in value]
    kept = name in {"date", "ledger_root"} or not isinstance(value, str)
    return value if kept else text


def test_counts_money_as_russian_does(record):
    given = record("resolution")
    for units, amount, told in (
        (1, 1, "1расчётныйпоказатель(1сом)"),
        (22, 1_002, "22расчётныхпоказателя(1002сома)"),
        (111, 1_234_511, "111расчётныхпоказателей(1234511сомов)"),
        (None, 500, "500сомов"),
        (5, None, "5расчётныхпоказателей."),
    ):
        given["items"][0] |= {"units": units, "amount": amount}
        assert told in squeezed(text_of(drawn("resolution", given, "ru")))


def test_may_lack_what_is_optional(record):
    given = record("resolution")
    del given["dissents"], given["ledger_root"], given["items"][0]["reason"]
    del given["established"][0]["explanation"]
    given["established"][0]["publications"][0]["exhibit"] = ""
    assert "Пояснениенепредставлено" in squeezed(text_of(drawn("resolution", given, "ru")))
    given |= {"control": "Э. Элечекова", "subject": {"ru": "О выдуманном", "ky": "Ойдон"}}
    text = squeezed(text_of(drawn("resolution", given, "ru")))
    assert "возложить:Э.Элечекова." in text
    assert "Овыдуманном" in text


@pytest.mark.parametrize(
    ("template", "path", "value", "named"),
    [
        ("resolution", ("number",), None, "resolution.number"),
        ("resolution", ("number",), True, "resolution.number"),
        ("resolution", ("date",), "27.10.2025", "resolution.date"),
        ("resolution", ("place",), {"ky": "Бишкек"}, "resolution.place.ru"),
        ("resolution", ("place",), {"ru": " "}, "resolution.place.ru"),
        ("resolution", ("votes", "for"), -1, "resolution.votes.for"),
        ("resolution", ("votes", "for"), 1.5, "resolution.votes.for"),
        ("resolution", ("items", 1, "verified"), None, "resolution.items[1].verified"),
        ("resolution", ("items", 0, "amount"), "7500", "resolution.items[0].amount"),
        ("resolution", ("established",), {}, "resolution.established"),
        ("resolution", ("established", 0, "publications", 1), "x", "publications[1]"),
        ("resolution", ("norms", 0), "статья 1", "resolution.norms[0]"),
        ("resolution", ("ledger_root",), "x" * 101, "resolution.ledger_root"),
        ("referral", ("respondents", 0), 3, "referral.respondents[0]"),
        ("notice", ("term",), "soon", "notice.term"),
    ],
)
def test_is_refused_by_the_name_of_the_field_that_is_wrong(record, template, path, value, named):
    given = record(template)
    inner = given
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert named in refused("documents.field", template, given)


def test_is_refused_where_there_is_no_template(record):
    for options in (
        {"language": "de"},
        {"language": "../ru"},
        {"pack": "nowhere"},
        {"pack": "../kg"},
    ):
        refused("documents.unknown_template", "resolution", record("resolution"), **options)
    refused("documents.unknown_template", "act", record("resolution"))
    refused("documents.unknown_template", "words", record("resolution"))


def test_is_refused_when_it_is_endless(record):
    given = record("resolution")
    given["established"][0]["explanation"] = "а" * 2_000_001
    refused("documents.too_long", "resolution", given)


def test_is_refused_where_typst_is_not_installed(record, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    told = refused("documents.no_typst", "resolution", record("resolution"))
    assert "hustings[desk]" in told


def test_is_another_packs_own(record, tmp_path, monkeypatch):
    pdf = drawn("resolution", record("resolution"), "ru", pack="zz")
    assert "Решение№12" in squeezed(text_of(pdf))
    assert "ПОСТАНОВЛЕНИЕ" not in text_of(pdf)
    folder = tmp_path / "yy" / "documents"
    folder.mkdir(parents=True)
    (folder / "notice.ru.typ").write_text("#broken", encoding="utf-8")
    (folder / "notice.ky.typ").write_text('#read("/etc/passwd")', encoding="utf-8")
    (folder / "referral.ru.typ").write_text('#read("../../x")', encoding="utf-8")
    monkeypatch.setenv("HUSTINGS_PACKS", str(tmp_path))
    for template, language in (("notice", "ru"), ("notice", "ky"), ("referral", "ru")):
        told = refused("documents.not_drawn", template, record(template), language, pack="yy")
        assert f"{template}.{language}.typ" in told
