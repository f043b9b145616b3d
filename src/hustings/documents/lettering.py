"""Letters made safe to print: nothing hidden, nothing that turns the line, nothing shapeless."""

import re
import unicodedata

# Ranges that typst's own fonts draw entirely; a test asks them. The rest is printed by its number:
# a judge must see that there was something, and the exact bytes are the exhibit's.
DRAWN = (
    (0x0020, 0x007E), (0x00A0, 0x00AC), (0x00AE, 0x04FF), (0x05D0, 0x05EA), (0x0621, 0x063A),
    (0x0640, 0x064A), (0x0660, 0x0669), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2040),
    (0x2044, 0x2052), (0x20A0, 0x20BF), (0x2100, 0x211E), (0x2126, 0x214F), (0x2190, 0x22FF),
    (0x25A0, 0x25FF),
)  # fmt: skip
MARKS = 4  # more marks on one letter than any script uses, and they grow over the lines above

_STRANGE = re.compile(
    "[^" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in DRAWN) + "\n]"
)
_SPACE = re.compile("[\t\r\v\f\u0085\u2000-\u200a\u2028\u2029\u205f\u3000]")
_MARK = "\u0300-\u036f\u0483-\u0489"
_MARKS = re.compile(f"([{_MARK}]{{{MARKS}}})([{_MARK}]+)")


def drawable(text: str) -> str:
    """The text with every character that would be hidden, lost or harmful shown as `[U+202E]`.

    Direction marks, zero-width and control characters, emoji and scripts without a font are
    shown by number; all kinds of space become plain ones; beyond four combining marks on a
    letter the rest is counted (`[+9996]`). Composed letters are composed (NFC), so that й and
    й print alike.
    """
    text = unicodedata.normalize("NFC", _SPACE.sub(" ", text.replace("\r\n", "\n")))
    text = _MARKS.sub(lambda found: f"{found[1]}[+{len(found[2])}]", text)
    return _STRANGE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
