"""How well and how fast refuted claims are found again; and the edits that hide them.

Run by `python -m pytest -q tests/bench_claims.py -s`; no test of the suite is timed. Claims and
the posts around them are invented here. Where the environment variable HUSTINGS_SHARED, or a
folder `shared` beside the checkout, holds real posts, the same is measured among those as well:
claims are then sentences of one half of the posts, hidden in posts of the other.

The thresholds were chosen while looking at EDITS_SEEN and EDITS_LOOKED_AT; EDITS_UNSEEN were
written afterwards, and nothing was changed for them.
"""

# ruff: noqa: SIM905 - words are read more easily in a row
# ruff: noqa: T201 - figures are what it is run for

import gzip
import json
import os
import random
import re
import time
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from hustings.screening import claims as refuted

COUNT = 10_000  # claims
HIDDEN = 3_000  # of them hidden in posts
LIKE_ENOUGH = 80  # from which partial ratio on (rapidfuzz) a sentence nobody hid is a copy as well

SYLLABLES = "ба бе ди го жу за ки ла лы ма ме ни ну ой па ро са се та ту чо ша ыр эл юр ян".split()
WORDS = """выборы кандидат участок голос деньги закон район село школа дорога комиссия бюллетень
подкуп список житель решение суд штраф округ партия наблюдатель урна протокол подпись ночь автобус
шайлоо талапкер добуш акча мыйзам айыл мектеп жол комиссия эл чечим сот айып уюм кутуча түн унаа
раздали заявили увезли запретили обещали купили подменили потеряли нашли закрыли открыли
таратышты айтышты тыюу салышты убада беришти сатып алышты жоготушту табышты жабышты ачышты
после перед вместо из-за почти снова никто каждый менен үчүн кийин чейин дагы баары""".split()
LOOKALIKE = str.maketrans("аеорсухАЕОРСХВНКМТ", "aeopcyxAEOPCXBHKMT")
PLAIN = str.maketrans("өүңёӨҮҢЁ", "оунеОУНЕ")
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ө": "o", "ү": "u",
    "ң": "n",
}  # fmt: skip
CHAT = LATIN | {"ж": "j", "х": "h", "ц": "c", "щ": "sh", "ы": "i", "й": "i", "я": "ia", "в": "w"}
ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
BLURRED = {
    "ш": "щ",
    "и": "н",
    "н": "и",
    "п": "л",
    "е": "с",
    "о": "0",
    "з": "3",
    "б": "6",
    "ы": "ьi",
}
SCANNED = {"ц": "п", "л": "д", "в": "а", "т": "г", "к": "н", "м": "и", "ч": "4", "я": "л", "с": "е"}


def invented(chance, words):
    """A sentence nobody ever said: words of the field among words that do not exist."""
    told = [
        chance.choice(WORDS)
        if chance.random() < 0.5
        else "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        for _ in range(words)
    ]
    if chance.random() < 0.5:
        told.insert(chance.randrange(words), str(chance.randint(2, 9000)))
    return " ".join(told).capitalize() + "."


def claims(count, seed=1):
    chance = random.Random(seed)
    made = {invented(chance, chance.randint(6, 18)): None for _ in range(2 * count)}
    return list(made)[:count]


def posts(count, seed=2):
    """Invented posts of 244 characters or so: the mean of what a platform's users write."""
    chance = random.Random(seed)
    return [
        " ".join(invented(chance, chance.randint(4, 14)) for _ in range(chance.randint(1, 6)))
        for _ in range(count)
    ]


def real_posts():
    """Texts of real posts in the shared folder; none where there is no such folder."""
    beside = Path(__file__).parents[2] / "shared"
    folder = Path(os.environ.get("HUSTINGS_SHARED", beside))
    path = folder / "data" / "telegram-ru-news.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def letters(text, chance, share, other):
    """Some letters replaced by what `other` makes of them."""
    return "".join(other(one) if chance.random() < share else one for one in text)


def words(text, chance, share, other):
    return " ".join(other(one) if chance.random() < share else one for one in text.split())


def spelled(table):
    def other(word):
        made = "".join(table.get(one, one) for one in word.lower())
        return made.capitalize() if word[:1].isupper() else made

    return other


def shortened(text, chance):
    told = text.split()
    cut = round(len(told) * chance.uniform(0.05, 0.3))
    first = chance.randint(0, cut)
    return " ".join(told[first : len(told) - (cut - first)])


def swapped(text, chance):
    told = list(text)
    for _ in range(max(1, len(told) // 25)):
        at = chance.randrange(len(told) - 1)
        told[at], told[at + 1] = told[at + 1], told[at]
    return "".join(told)


def looks_alike(text, chance):
    return letters(text, chance, 0.4, lambda one: one.translate(LOOKALIKE))


def latin_words(text, chance):
    return words(text, chance, 0.4, spelled(LATIN))


def blurred(text, chance):
    return letters(text, chance, 0.06, lambda one: BLURRED.get(one, one))


def careless(text, chance):
    return letters(text.lower().translate(PLAIN), chance, 0.8, lambda one: one.strip(",.«»\"'-—"))


def reworded(text, chance):
    told = text.split()
    new = max(1, round(len(told) * chance.uniform(0.05, 0.14)))
    return " ".join([*chance.choices(WORDS, k=new), *told[new:-new], *chance.choices(WORDS, k=new)])


def mistyped(text, chance):
    beside = {
        one: row[at + 1] if at + 1 < len(row) else row[at - 1]
        for row in ROWS
        for at, one in enumerate(row)
    }
    return letters(
        text, chance, 0.04, lambda one: chance.choice([beside.get(one, one), "", one * 2])
    )


def chat_latin(text, chance):
    return words(text, chance, 0.5, spelled(CHAT))


def scanned(text, chance):
    return letters(text, chance, 0.12, lambda one: SCANNED.get(one, one)).replace(" о", "о", 1)


def decorated(text, chance):
    marks = ["🔥", "!!!", "—", "\u200b", "**", "❗️"]
    told = words(text, chance, 0.3, lambda one: one + " " + chance.choice(marks))
    return letters(
        told, chance, 0.1, lambda one: one * chance.randint(1, 4) if one.isalpha() else one
    )


def spaced(text, chance):
    return words(text, chance, 0.3, lambda one: chance.choice([" ", ".", "_"]).join(one))


def interrupted(text, chance):
    told = text.split()
    for _ in range(max(1, len(told) // 9)):
        told.insert(chance.randint(1, len(told) - 1), chance.choice(WORDS))
    return " ".join(told)


def left_out(text, chance):
    """Words left out anywhere."""
    told = text.split()
    for _ in range(max(1, len(told) // 9)):
        del told[chance.randrange(len(told))]
    return " ".join(told)


EDITS_SEEN = [shortened, swapped, looks_alike, latin_words, blurred, careless]
EDITS_LOOKED_AT = [
    reworded, mistyped, chat_latin, scanned, decorated, spaced, interrupted, left_out,
]  # fmt: skip


def inflected(text, chance):
    """Other endings: the last letter of some words is another vowel."""
    return words(
        text, chance, 0.25, lambda one: one[:-1] + chance.choice("аеыюо") if len(one) > 3 else one
    )


def broken(text, chance):
    """Lines of a scanned page: words cut by a hyphen at the line's end."""
    cut = len(text) // 3
    return "".join(
        one + "-\n" if at % max(cut, 9) == max(cut, 9) - 1 and one.isalpha() else one
        for at, one in enumerate(text)
    )


def adorned(text, chance):
    """Letters of the mathematical alphabets and of full width, marks over letters."""
    return letters(
        text,
        chance,
        0.3,
        lambda one: chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one + chr(0x301),
    )


def remarked(text, chance):
    """The sender's own words in the middle."""
    told = text.split()
    told.insert(len(told) // 2, chance.choice(["(так пишут в чатах)", "— внимание! —", "(дешет)"]))
    return " ".join(told)


def one_sided(text, chance):
    """A quarter cut off at one side."""
    told = text.split()
    cut = len(told) // 4
    return " ".join(told[cut:] if chance.random() < 0.5 else told[: len(told) - cut])


def figures_as_letters(text, chance):
    """The other way of homoglyphs: digits for letters."""
    table = str.maketrans("озчбОЗЧБ", "03460346")
    return letters(text, chance, 0.5, lambda one: one.translate(table))


EDITS_UNSEEN = [inflected, broken, adorned, remarked, one_sided, figures_as_letters]
FAMILIES = {"seen": EDITS_SEEN, "looked at": EDITS_LOOKED_AT, "unseen": EDITS_UNSEEN}


def edited(said, edits, chance):
    """By one or two rules."""
    for edit in chance.sample(edits, chance.choice([1, 1, 2])):
        said = edit(said, chance)
    return said


def sentences(text):
    return re.split(r"(?<=[.!?])\s+", text)


def records(texts):
    return refuted.Claims.of(
        {"@id": f"c{at}", "claimReviewed": one} for at, one in enumerate(texts)
    )


def frame_of(texts):
    return pl.DataFrame({"id": [str(at) for at in range(len(texts))], "text": texts})


def hide(told, hosts, edits, count, seed=5):
    """(posts with a claim edited among their sentences, the same unedited, which claim it is)."""
    chance = random.Random(seed)
    which = [chance.randrange(len(told)) for _ in range(count)]
    hidden, plain = [], []
    for one in which:
        around = sentences(chance.choice(hosts))
        at = chance.randint(0, len(around))
        for texts, said in ((hidden, edited(told[one], edits, chance)), (plain, told[one])):
            texts.append(" ".join([*around[:at], said, *around[at:]]))
    return hidden, plain, which


@cache
def invented_set():
    """(claims, posts to hide them in, posts about the same without them)."""
    return claims(COUNT), posts(5_000), []


@cache
def real_set():
    """The same of real posts; the last are those that the claims were taken from, without them."""
    told = real_posts()
    if not told:
        return None
    random.Random(99).shuffle(told)
    half = len(told) // 2
    whose = {}
    for post in told[:half]:
        for one in sentences(post):
            if 40 < len(one) < 250 and "http" not in one:
                whose.setdefault(one, post)
    chosen = random.Random(5).sample(sorted(whose), COUNT)
    return chosen, told[half:], [whose[one].replace(one, "") for one in chosen[:HIDDEN]]


def judged(told, found, plain, allowed):
    """(pairs found that nobody hid and that no copy of the claim explains, pairs explained); the
    judge, a partial ratio of rapidfuzz, reads the posts unedited.
    """
    rapidfuzz = pytest.importorskip("rapidfuzz")
    wrong = explained = 0
    for text, claim in found.select("id", "claim").iter_rows():
        if (int(text), int(claim[1:])) in allowed:
            continue
        said = told[int(claim[1:])].lower()
        alike = rapidfuzz.fuzz.partial_ratio(said, plain[int(text)].lower()) >= LIKE_ENOUGH
        explained, wrong = explained + alike, wrong + (not alike)
    return wrong, explained


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("made", [invented_set, real_set])
def test_claims_found_again(made, family, capsys):
    if made() is None:
        pytest.skip("no real posts beside the checkout")
    told, hosts, about = made()
    known = records(told)
    texts, plain, which = hide(told, hosts, FAMILIES[family], HIDDEN)
    planted = set(enumerate(which))
    found = refuted.find(frame_of(texts), known)
    right = planted & {
        (int(text), int(claim[1:])) for text, claim in found.select("id", "claim").iter_rows()
    }
    wrong, copies = judged(told, found, plain, planted)
    wrong_about, copies_about = (
        judged(told, refuted.find(frame_of(about), known), about, set()) if about else (0, 0)
    )
    with capsys.disabled():
        print(
            f"\n{made.__name__}, edits {family}: recall {len(right) / HIDDEN:.4f}, precision "
            f"{len(right) / (len(right) + wrong):.4f} ({copies} more copies nobody hid); "
            f"{len(about)} posts on the subject: {wrong_about} wrong, {copies_about} copies"
        )
    assert right


def timed(run):
    """Best of five, in seconds."""
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return best


@pytest.mark.parametrize("made", [invented_set, real_set])
def test_search_against_a_loop_of_partial_ratios(made, capsys):
    """Run it as `POLARS_MAX_THREADS=1 taskset -c 1 …`: both are then on one core."""
    rapidfuzz = pytest.importorskip("rapidfuzz")
    if made() is None:
        pytest.skip("no real posts beside the checkout")
    told, hosts, _ = made()
    known = records(told)
    texts, _, _ = hide(told, hosts, EDITS_SEEN, len(hosts) // 50)
    frame = frame_of((hosts + texts) * 4)
    few = hosts[:10]
    refuted.find(frame.head(100), known)
    fast = timed(lambda: refuted.find(frame, known)) / frame.height

    def loop():
        for text in few:
            folded = text.lower()
            for claim in told:
                rapidfuzz.fuzz.partial_ratio(claim, folded, score_cutoff=LIKE_ENOUGH)

    begun = time.perf_counter()
    loop()
    slow = (time.perf_counter() - begun) / len(few)
    size = frame["text"].str.len_bytes().mean()
    with capsys.disabled():
        print(f"\n{made.__name__}: {len(told)} claims, posts of {size:.0f} bytes, 2 % with a claim")
        print(f"  claims.find                 {1 / fast:>12,.0f} posts/s {slow / fast:>10,.0f} ×")
        print(f"  loop of partial_ratio       {1 / slow:>12,.1f} posts/s {1:>10} ×")
    assert fast < slow
