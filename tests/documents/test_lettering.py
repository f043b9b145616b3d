"""A text made drawable …"""

import unicodedata

import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.documents.lettering import DRAWN, drawable


def test_keeps_what_people_write():
    for text in ("Өзгөчө үмүт, ЫҢГАЙ «Ёлка» — № 5 §3 O‘zbek…", "a\nb", "مرحبا", "e\u0301"):
        assert drawable(text) == unicodedata.normalize("NFC", text)


def test_shows_what_would_hide_or_turn_or_be_lost():
    assert drawable("a\u202eb\u200bc\u00ad😀\x00\ud800") == (
        "a[U+202E]b[U+200B]c[U+00AD][U+1F600][U+0000][U+D800]"
    )
    assert drawable("a\u00a0b\u2003c\td\u2028e\r\nf") == "a\u00a0b c d e\nf"


def test_counts_marks_beyond_what_any_script_uses():
    assert drawable("х" + "\u0306" * 10_000) == "х" + "\u0306" * 4 + "[+9996]"
    assert drawable("\u0438\u0306") == "й"


@given(st.text())
@settings(deadline=None)
def test_holds_nothing_but_what_the_fonts_draw(text):
    made = drawable(text)
    assert all(
        letter == "\n" or any(first <= ord(letter) <= last for first, last in DRAWN)
        for letter in made
    )
    assert drawable(made) == made


def test_is_drawn_entirely_by_typsts_own_fonts():
    """PDF/A refuses a letter without a shape, so that one compilation asks all of them."""
    letters = [
        chr(number)
        for first, last in DRAWN
        for number in range(first, last + 1)
        if unicodedata.category(chr(number)) not in {"Cn", "Zs"}
    ]
    source = """
    #set document(title: "letters")
    #set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
    #for letter in sys.inputs.letters.split(" ") [#letter ]
    """
    drawn = typst.compile(
        source.encode(), ignore_system_fonts=True, pdf_standards=["a-2b"],
        sys_inputs={"letters": " ".join(letters)},
    )  # fmt: skip
    assert drawn.startswith(b"%PDF")
    assert len(letters) > 2000
