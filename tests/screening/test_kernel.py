"""The compiled first pass …"""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.refusal import Refusal
from hustings.screening import (
    Roster,
    kernel,
    kernel_classes,
    kernel_oracle,
    kernel_scan,
    kernel_sieve,
    kernel_stems,
    kernel_tables,
)

TRICKY = "сынаковСЫНАКОВsynakovSINÁөүңёьъCc0134@$*'’_.-#  \n\u0301\u200b\u00ad\u202e️🙂№«»—·ﬁٴა字"
PIECES = [
    "Сынаков", "сынаков", "Азамат", "Мисал уулу", "#СынаковАзамат", "с.ы.н.а.к.о.в", "Synakov",
    "Үлгүбаева", "дын", "дордун", "га", "ov", "синаков", "Сыаков", "Снаков", "Сынакков", "Сынкаов",
    "жээнсынов", "@azamatsynakov", "#менсынаковго", "С ы н а к о в", "о", "в", " ", "·", "#",
]  # fmt: skip
letters = st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"]))
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(letters, max_size=6)), max_size=9).map(
    "".join
)
raw = st.one_of(
    st.binary(max_size=40),
    st.tuples(texts, st.binary(max_size=4), st.integers(0, 60)).map(
        lambda told: told[0].encode()[: told[2]] + told[1] + told[0].encode()[told[2] :]
    ),
)


@pytest.fixture(scope="module")
def named(roster):
    return kernel_stems.read(roster)


@pytest.fixture(scope="module")
def index(roster):
    return kernel.build(roster)


def plainly(several, named, *, slips=True):
    return [
        (row, start, end, kind, stem)
        for row, text in enumerate(several)
        for start, end, kind, stem in kernel_oracle.scan(text, named, slips=slips)
    ]


@settings(max_examples=120, deadline=None)
@given(several=st.lists(raw, max_size=4), slips=st.booleans())
def test_equals_its_plain_twin_on_any_bytes(several, slips, index, named):
    found = kernel.scan_bytes(several, index, slips=slips).rows()
    assert found == plainly(several, named, slips=slips)


@settings(max_examples=60, deadline=None)
@given(several=st.lists(texts, max_size=4))
def test_reads_a_column_as_it_reads_its_bytes(several, index, named):
    found = kernel.scan(pl.Series("text", several, dtype=pl.String), index).rows()
    assert found == plainly([text.encode() for text in several], named)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Сынаков", "exact"),
        ("сынаковдордукун", None),
        ("Сынаковдорго", "exact"),  # plural and case
        ("Сынаковго", "exact"),
        ("Сынаковыми", "exact"),
        ("Cынaкoв", "exact"),  # Latin look-alikes
        ("Сынак0в", "exact"),
        ("Сын@ков", "exact"),
        ("С*ынаков", "exact"),
        ("Сы\u0301на\u200bко\u00adв", "exact"),
        ("Сынаааакоооов", "exact"),
        ("С ы н а к о в", "exact"),
        ("С.ы.н.а.к.о.в", "exact"),
        ("С*ы*н*а*к*о*в", "exact"),
        ("Synakov", "exact"),
        ("SYNAKOV", "exact"),
        ("Сынаков's", "slip"),
        ("Улгубаева", "exact"),  # no Kyrgyz letters
        ("Ұлгұбаева", "exact"),  # Kazakh ones
        ("Zheensynov", "exact"),
        ("Jeensynov", "exact"),
        ("#СынаковАзамат", "exact"),
        ("#азаматсынаков", "exact"),
        ("#биздинсынаковүчүн", "glued"),
        ("@teamsynakov2025", "glued"),
        ("биздинсынаковүчүн", None),
        ("Сынкаов", "slip"),
        ("Сынакв", "slip"),
        ("Сынакоов", "exact"),
        ("Сынаклов", "slip"),
        ("Шынаков", None),  # the first letter must stand
        ("Сынктов", None),
    ],
)
def test_tells_a_name(index, written, kind):
    found = kernel.scan(pl.Series("text", [f"Кечээ {written} келди"]), index)
    assert set(found["kind"]) == ({kind} if kind else set())


SURNAMES = ["Сынаков", "Үлгүбаева", "Synakov", "Жээнсынов"]  # all of them invented


def slipped(word):
    """Each way to leave out, put in, mistake or swap a letter after the first."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        for other in "фz":
            yield word[:at] + other + word[at + 1 :]
            yield word[:at] + other + word[at:]
    yield word + "ф"


def disguised(word):
    """Letters repeated, silent, of other alphabets, capital: one at a time, two at a time, all."""
    alike = dict(zip("аеоксув", "aeokcyb", strict=True))
    alike |= {latin: cyrillic for cyrillic, latin in alike.items()}
    ways = [
        lambda letter: letter * 2,
        lambda letter: letter * 9,
        lambda letter: letter + "ь",
        lambda letter: letter + "ъ" * 3,
        lambda letter: alike.get(letter.lower(), letter),
        str.upper,
        lambda letter: letter + "\u0301",
    ]
    for way in ways:
        yield "".join(map(way, word))
        for one in range(len(word)):
            for two in range(one, len(word)):
                yield "".join(
                    way(letter) if at in {one, two} else letter for at, letter in enumerate(word)
                )


@pytest.mark.parametrize("told", [slipped, disguised])
@pytest.mark.parametrize("surname", SURNAMES)
def test_drops_no_name_before_it_was_looked_at(told, surname, index, named):
    endings = ["", "го", "дордон", "а", "ga"]
    several = [form + ending for form in told(surname) for ending in endings]
    for slips in (False, True):
        found = kernel.scan(pl.Series("text", several), index, slips=slips).rows()
        assert found == plainly([text.encode() for text in several], named, slips=slips)
    assert len({row for row, *_ in found}) > len(several) // 3


def changed(word):
    """`slipped`, of letter classes."""
    other = bytes([kernel_classes.OTHER])
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
        yield word[:at] + other + word[at + 1 :]
        yield word[:at] + other + word[at:]


def test_sieves_no_surname_with_a_slip(index, named):
    """The table behind the sieve itself: five letters of the first six always stand."""
    for stem in named.stems:
        if stem.forgiven and len(stem.spelled) >= kernel_tables.SLIP_LEAST:
            for word in changed(stem.spelled):
                letters = int("".join(f"{one:06b}" for one in word.ljust(6, b"\0")[:6]), 2)
                assert len(word) < 6 or kernel_sieve.near(index.tables.middles, letters)


@pytest.mark.parametrize("before", ["", "#", "@", "1", "**", "— ", "а", "字", "\u0301", "и " * 5])
@pytest.mark.parametrize("name", ["Сынаков", "Сынкаовго", "synakov", "с ы н а к о в"])
def test_finds_a_name_wherever_it_stands(before, name, index, named):
    """In every lane of eight, at every byte of a block of 64, whatever stands before."""
    several = ["".join(["и "] * many + ["x"] * more + [" ", before, name, " и"])
               for many in range(0, 70, 3) for more in range(4)]  # fmt: skip
    found = kernel.scan(pl.Series("text", several), index).rows()
    assert found == plainly([text.encode() for text in several], named)


def test_reads_the_strings_of_a_column_however_they_are_kept(index):
    texts = [
        "Сынаков",
        "",
        None,
        "а",
        "Azamat",
        "123456789012",
        "Кечээ Сынаков келди деп айтты",
    ] * 9
    column = pl.Series("text", texts)
    whole = kernel.scan(column, index)
    assert whole.equals(kernel.scan_bytes([(text or "").encode() for text in texts], index))
    parts = pl.concat([column.slice(0, 10), column.slice(10)], rechunk=False)
    assert kernel.scan(parts, index).equals(whole)
    later = whole.filter(pl.col("row") >= 5).with_columns(row=pl.col("row") - 5)
    assert kernel.scan(column.slice(5), index).equals(later)


def test_reads_texts_that_are_longer_than_a_segment(index, named):
    far = "и " * kernel_scan.SEGMENT
    several = [f"{far}Сынаков {far}Сынкаов", "#СынаковАзамат" * 3, far + "с ы н а к о в", "Азамат"]
    found = kernel.scan(pl.Series("text", several), index).rows()
    assert found == plainly([text.encode() for text in several], named)


def test_quotes_the_bytes_of_the_original(index):
    text = "«Cынaкoв Азаматка» деп"
    found = kernel.scan(pl.Series("text", ["", text]), index)
    data = text.encode()
    assert [
        data[start:end].decode()
        for start, end in found.select("start", "end").unique(maintain_order=True).rows()
    ] == ["Cынaкoв", "Азаматка"]
    assert set(found["row"]) == {1}


def test_says_whose_name_it_may_be(index):
    found = kernel.scan(pl.Series("text", ["Жахонгирга"]), index)
    assert kernel.named(found, index)["candidate"].to_list() == ["i-7"]


def test_finds_nothing_in_no_texts(index):
    assert kernel.scan(pl.Series("text", [], dtype=pl.String), index).height == 0
    assert kernel.scan(pl.Series("text", [None, "", " "], dtype=pl.String), index).height == 0


HOSTILE = {
    "10 MB of one letter": "а" * 5_000_000,
    "10 MB of letters spelled out": "а " * 3_333_333,
    "10 MB of figures": "1" * 10_000_000,
    "letters and figures": "а1" * 2_000_000,
    "marks": "Сынаков" + "\u0301" * 10_000,
    "directions": "\u202e" * 10_000 + "Сынаков",
    "a name again and again": "Сынаков " * 200_000,
    "a name again and again without a space": "Сынаков" * 200_000,
    "a hashtag again and again": "#СынаковАзамат" * 50_000,
    "a long hashtag": "#" + "сынаков" * 100_000,
    "emoji": "👩‍👩‍👧" * 100_000,
    "NUL": "\0" * 1_000_000,
    "line breaks": "\n" * 1_000_000,
    "one character": "с",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_reads_what_follows_a_hostile_text(text, index):
    found = kernel.scan(pl.Series("text", [text, "Сынаков"]), index)
    assert 1 in found["row"].to_list()
    assert found["end"].max() <= len(text.encode()) or found["row"].max() == 1


@pytest.mark.parametrize(
    "data",
    [b"\xff" * 1000, b"\xd0" * 999, b"\xed\xa0\xbd", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xe2\x80"],
    ids=["no UTF-8", "halves", "a lone surrogate", "beyond Unicode", "a long form", "cut short"],
)
def test_takes_malformed_bytes_for_what_separates_words(data, index):
    name = "Сынаков".encode()
    whole = kernel.scan_bytes([name + data + name], index)
    assert whole["start"].unique().sort().to_list() == [0, len(name + data)]


def test_finds_every_name_where_hits_are_dense(index):
    found = kernel.scan(pl.Series("text", ["Азамат " * 3000] * 5), index)
    assert found["start"].n_unique() == 3000
    assert found.group_by("row").len()["len"].n_unique() == 1


HEADER = "candidate_id,district,ballot_number,name_ru\n"


@pytest.mark.parametrize(
    "names",
    [
        ["Ойдонов Азамат", "Ойдонов Азамат", "ОЙДОНОВ АЗАМАТ"],
        ["Ли Ай", "Ан О", "Ы Ё"][:2],
        ["Не Как", "Это Нет", "Школа Новая"],
        ["字字 字", "აბგ დევ", "Ойдонов Азамат"],
        ["Ъъ Ьь", "Ойдонов-Мисалов-Сынаков-Кыялов Азамат"],
        ["Аааааа Ббббб", "а" * 290 + " Азамат"],
        [f"{a}{b}{c} Азамат" for a in "абвг" for b in "аийоуьк" for c in ("я", "й", "ь", "ая", "ий", "их")],
    ],
    ids=["twice", "short", "common words", "other alphabets", "no letters", "long", "many shapes"],
)  # fmt: skip
def test_is_built_of_any_roster_that_is_taken(names):
    rows = "".join(f"i-{at},{at},1,{name}\n" for at, name in enumerate(names))
    roster = Roster.of((HEADER + rows).encode())
    index = kernel.build(roster)
    text = " ".join(names) + " Ойдонов"
    assert kernel.scan(pl.Series("text", [text]), index).rows() == [
        (0, *hit) for hit in kernel_oracle.scan(text.encode(), kernel_stems.read(roster))
    ]


def test_is_the_same_for_the_same_roster(roster, roster_text, index):
    assert kernel.build(Roster.of(roster_text.encode())).digest == index.digest
    other = roster_text.replace("Кыялов", "Кыяловский")
    assert kernel.build(Roster.of(other.encode())).digest != index.digest


def test_is_kept_in_a_file_and_read_again(index, tmp_path):
    index.save(tmp_path / "index.npz")
    read = kernel.Kernel.load(tmp_path / "index.npz")
    assert read.digest == index.digest
    texts = pl.Series("text", ["Сынаков Азаматка", "Сынкаов"])
    assert kernel.scan(texts, read).equals(kernel.scan(texts, index))
    assert read.bearers.equals(index.bearers)


def test_refuses_a_file_that_was_changed(index, tmp_path):
    changed = index.tables._replace(taken=index.tables.taken[::-1].copy())
    kernel.Kernel(changed, index.bearers, index.digest).save(tmp_path / "index.npz")
    with pytest.raises(Refusal) as refused:
        kernel.Kernel.load(tmp_path / "index.npz")
    assert refused.value.code == "kernel.changed"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no index", None])
def test_refuses_a_file_that_is_no_index(data, tmp_path):
    path = tmp_path / "index.npz"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        kernel.Kernel.load(path)
    assert refused.value.code == "kernel.unreadable"


@pytest.fixture(scope="module", params=[2, 4, 12])
def split(request, roster_text):
    """(index of all but one candidate, index of that one)."""
    header, *lines = roster_text.splitlines()
    late = lines.pop(request.param - 1)
    return tuple(
        kernel.build(Roster.of("\n".join([header, *some]).encode())) for some in (lines, [late])
    )


@settings(max_examples=25, deadline=None)
@given(several=st.lists(texts, max_size=4))
def test_finds_a_late_candidate_by_a_pass_with_that_one_name(several, split, index):
    column = pl.Series("text", several, dtype=pl.String)
    rest, alone, whole = (kernel.named(kernel.scan(column, some), some) for some in (*split, index))
    assert kernel.united(rest, alone).equals(whole)
