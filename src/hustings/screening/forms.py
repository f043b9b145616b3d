"""The endings that names take: Russian cases, Kyrgyz and Uzbek suffixes.

Russian endings change the end of a name, so each name brings its few forms; Turkic suffixes are
added to the bare name, in chains, so they are one table of tails for all names.
"""

import re
from itertools import product

_OV = re.compile(r"(?:ов|ев|ёв|ин|ын)$")
_OVA = re.compile(r"(?:ов|ев|ёв|ин|ын)а$")
_SKY = re.compile(r"(?:ск|цк|н|в|т|р|л)(?:ий|ый|ой)$")
_PATRONYMIC = re.compile(r"(?:ий|и|ь|й)?(?:ов|ев)ич$")
_COMPOUND = re.compile(r"(?:бек|бай|гүл|гул|гуль|жан|кан|мырза|кул)$")
_VOWELLESS = "бвгджзклмнпрстфхцчшщ"
_CLIPPED = 4  # letters that a clipped given name keeps at least: Кубаныч(бек)

MASCULINE_OV = ("", "а", "у", "ым", "е", "ы", "ых", "ыми")
FEMININE_OVA = ("а", "ой", "у", "ою", "ы", "е")
CONSONANT = ("", "а", "у", "ом", "е")
SOFT = ("я", "ю", "ем", "е", "и")


def surname(name: str, sex: str) -> list[str]:
    """Russian case forms of a surname in small letters, the nominative first.

    `sex` is "M", "F" or "" (then both ways of declining are given).
    """
    if sex != "M" and _OVA.search(name):
        return [name[:-1] + ending for ending in FEMININE_OVA]
    if sex != "M" and name.endswith("ая"):
        return [name, name[:-2] + "ой", name[:-2] + "ую"]
    if sex != "F" and _OV.search(name):
        return [name + ending for ending in MASCULINE_OV]
    if sex != "F" and _SKY.search(name):
        return [name, *(name[:-2] + ending for ending in ("ого", "ому", "им", "ым", "ом"))]
    if name.endswith(("а", "я")):
        return _soft_a(name)
    return given(name, "M") if sex != "F" else [name]


def given(name: str, sex: str) -> list[str]:
    """Russian case forms of a given name in small letters, the nominative first."""
    if name.endswith(("а", "я")):
        return _soft_a(name)
    if name.endswith("ь"):
        return [name, *(name[:-1] + end for end in (("и", "ью") if sex == "F" else SOFT))]
    if name.endswith("й"):
        return [name, *(name[:-1] + ending for ending in SOFT)]
    if name and name[-1] in _VOWELLESS and sex != "F":
        return [name + ending for ending in CONSONANT]
    return [name]


def patronymic(name: str) -> list[str]:
    """Case forms of a patronymic, and of its everyday short form (Дмитриевич: Дмитрич)."""
    if not name.endswith("ич"):
        return _soft_a(name) if name.endswith("на") else [name]
    short = _PATRONYMIC.sub("ич", name)
    return [one + end for one in dict.fromkeys((name, short)) for end in ("", "а", "у", "ем", "е")]


def clipped(name: str) -> str:
    """A compound given name without its second part (Кубанычбек: Кубаныч), or an empty text."""
    short = _COMPOUND.sub("", name)
    return short if short != name and len(short) >= _CLIPPED else ""


def _soft_a(name: str) -> list[str]:
    endings = ("ы", "и", "е", "у", "ой") if name.endswith("а") else ("и", "е", "ю", "ей", "ей")
    return [name, *(name[:-1] + ending for ending in dict.fromkeys(endings))]


def _turkic() -> frozenset[str]:
    """Suffix chains after folding (ы и і → и; ө о → о; ү у → у; ң н → н): plural or possessive,
    then case, then a particle. Harmony leaves а е о and и у, and д т н л at the seam.
    """
    wide, narrow = "аео", "иу"
    plural = {a + b + "р" for a, b in product("лдт", wide)}
    owned = {"им", "ум", "м", "ибиз", "убуз", "биз", "буз", "и", "у", "си", "су", "имиз", "лари"}
    genitive = {a + b + "н" for a, b in product("ндт", narrow)}
    accusative = {a + b for a, b in product("ндт", narrow)}
    dative = {a + b for a, b in product("гк", wide)} | {"на", "не", "но"}
    where = {a + b for a, b in product("дт", wide)} | {"нда", "нде", "ндо"}
    ablative = {one + "н" for one in where} | {"нан", "нен", "нон"}
    theirs = {a + b + "к" + b for a, b in product("ндт", narrow)}
    there = {one + "г" + b for one, b in product(where, narrow)}
    like = {a + b + "и" for a, b in product("дт", wide)} | {"дек", "тек", "дак"}
    person = {"ча", "че", "чо", "чи", "чу", "сиз", "суз", "лу", "ли", "лик", "лук"}
    case = genitive | accusative | dative | where | ablative | theirs | there | like | person
    case |= {a + b for a, b in product(("чи", "чу"), ("лар", "лер", "лор"))} | {"нин", "ники"}
    chains = {"", *case}
    chains |= {a + b for a, b in product(plural | owned, {"", *case})}
    asked = {a + b for a, b in product(chains, ("би", "бу", "пи", "пу", "ми", "чи", "го"))}
    return frozenset(chains | asked)


TURKIC = _turkic()


def sex_of(*parts: str) -> str:
    """M, F or "" from the endings of the name's words."""
    words = [part.casefold() for part in parts if part]
    if any(word.endswith(("ович", "евич", "ич")) or word in _SONS for word in words):
        return "M"
    if any(word.endswith(("овна", "евна", "ична")) or word in _DAUGHTERS for word in words):
        return "F"
    if words and _OVA.search(words[0]):
        return "F"
    return "M" if words and _OV.search(words[0]) else ""


_SONS = frozenset({"уулу", "угли", "ўғли", "uulu", "ogli", "o'g'li", "o‘g‘li", "оглы", "ogly"})
_DAUGHTERS = frozenset({"кызы", "қизи", "кизи", "kyzy", "qizi", "kizi"})
CHILD_OF = _SONS | _DAUGHTERS
