"""How fast names are looked for in raw text, side by side in one run with what one would pick instead.

Run by `make bench`; no test of the suite is timed. One core, processor time (so other work on the
machine counts little), best of three; ratios count, not seconds. KERNEL_POSTS says how many posts
(500,000). All names are put together here from syllables and given names; nobody is meant. Where
the variable HUSTINGS_SHARED, or a folder `shared` beside the checkout, holds real text, the posts
are pieces of it: half Russian, a third Kyrgyz, the rest Uzbek and English; else they are made up.
"""

# ruff: noqa: T201 - figures are what it is run for
# ruff: noqa: SIM905 - words are read more easily in a row
# ruff: noqa: PLC0415 - what is compared with may be absent

import csv
import gzip
import io
import json
import os
import random
import resource
import shutil
import subprocess
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from hustings.screening import Roster, forms, kernel, names_words
from hustings.screening.kernel_stems import _in_latin
from hustings.screening.roster import take_apart

POSTS = int(os.environ.get("KERNEL_POSTS", "500000"))
LONG = 244  # characters of a post, in the mean
NAMED_IN = 17  # every seventeenth post holds one mention
CANDIDATES, MANY = 500, 10_000
FEW, FEWER = 50_000, 2_000  # posts for what is slow, and for what is very slow
AIMS = (
    "aimed at: 4 × ripgrep as names stand, 3 × with slips, 10 × spaCy, 10,000 names −40 % at most"
)

MADE_UP = {
    "ru": """сегодня завтра город район школа больница дорога выборы кандидат участок комиссия решение
вопрос жители работа встреча программа депутат голос партия сообщил обещал построить открыть помочь
новый старый большой главный местный на в по за из для от и что как бюллетень правительство""",
    "ky": """шайлоо талапкер добуш эл айыл мектеп жол суу жер бала эне ата үй иш акча мыйзам өкмөт шаар
облус келечек өлкө өнүгүү билим дарыгер мугалим окуучу кыргыз тил сөз убада чындык биримдик бүгүн
эртең жаңы чоң жакшы жана менен үчүн деп бар жок керек болот айтты берди келди көрдү""",
    "uz": """saylov nomzod ovoz xalq mahalla maktab yo'l suv bola ona ish pul qonun shahar viloyat
bugun ertaga yangi katta yaxshi bilan uchun deb bor kerak""",
    "en": "vote candidate district people school road water office the and for with from about",
}
SHARE = {"ru": 10, "ky": 6, "uz": 2, "en": 2}
SYLLABLES = (
    "ба бе ди го жу за ки ла лы ма ме ни ну па ро са се та ту ча ша ыр ал эр юл жан бек нур".split()
)
ENDINGS = ("ов", "ев", "баев", "алиев", "беков", "енко", "ин")
CASES_KY = "дын ды га да дан".split()


@pytest.fixture(scope="module", autouse=True)
def one_core():
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    yield
    os.sched_setaffinity(0, allowed)


@cache
def roster(count):
    """A roster of as many people, whose names are recombined from invented and common ones."""
    chance = random.Random(7)
    given = sorted(word for word in names_words.given() if len(word) > 3)
    rows = []
    for number in range(count):
        made = "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3))))
        root = chance.choice(given) if number % 3 == 0 else made
        surname = root + chance.choice(ENDINGS)
        first, father = chance.choice(given), chance.choice(given)
        female = number % 3 == 1 and not surname.endswith("енко")
        whole = [surname + "а" * female, first, father + ("овна" if female else "ович")]
        name = " ".join(word.capitalize() for word in whole)
        latin = min(_in_latin(name.lower())).title()
        place = f"x-{number},{number % 30 + 1},{number // 30 + 1}"
        rows.append(f"{place},{name},{name},{latin},{'FM'[not female]}")
    header = "candidate_id,district,ballot_number,name_ru,name_ky,name_latin,sex"
    return Roster.of("\n".join([header, *rows]).encode())


@cache
def index(count):
    seconds = timed(lambda: kernel.build(roster(count)), times=1)
    built = kernel.build(roster(count))
    size = sum(array.nbytes for array in built.tables) / 1e6
    stems = built.tables.taken.size
    print(
        f"\nindex of {count:,} candidates: {stems:,} stems, {size:.1f} MB, {seconds:.1f} s to build"
    )
    return built


@cache
def spelled_out():
    """What one would list by hand: each surname, alone and beside the given name in either order, in
    every Russian case, five Kyrgyz ones and four Latin spellings.
    """
    found = set()
    for row in roster(CANDIDATES).candidates.iter_rows(named=True):
        name = take_apart(row["name_ru"])
        surnames = forms.surname(name.surname, row["sex"])
        givens = forms.given(name.given, row["sex"])
        last = [*zip(surnames, givens * len(surnames), strict=False)]
        last += [(name.surname + case, name.given) for case in CASES_KY]
        first = [(name.surname, name.given + case) for case in CASES_KY]
        said = [surname for surname, _ in last]
        said += [f"{surname} {given}" for surname, given in last + first]
        said += [f"{given} {surname}" for surname, given in last + first]
        for form in said:
            found |= {form, *_in_latin(form)}
    return sorted(found)


@cache
def posts():
    """Posts of LONG characters in the mean, as people write them; a few name a candidate."""
    chance = random.Random(11)
    sources = _sources(chance)
    words = spelled_out()
    kinds = [kind for kind, share in SHARE.items() for _ in range(share)]
    texts = []
    for number in range(POSTS):
        source = sources[kinds[number % len(kinds)]]
        long = int(chance.gammavariate(4, LONG / 4)) + 10
        at = chance.randrange(len(source) - long - 1)
        text = source[at : at + long]
        if number % 5 == 0:
            text = text.lower() if number % 2 else text.upper()
        if number % NAMED_IN == 0:
            at = text.find(" ", chance.randrange(len(text))) + 1
            text = f"{text[:at]}{chance.choice(words).capitalize()} {text[at:]}"
        texts.append(text)
    return pl.Series("text", texts)


def _sources(chance):
    """For each language one long text: real ones in a new order, or made up."""
    here = Path(__file__).parents[1]
    folder = Path(os.environ.get("HUSTINGS_SHARED", here.parent / "shared"))
    if not (folder / "data").is_dir():
        print("\nno real text beside the project: all posts are made up")
        return {kind: _made_up(kind, chance) for kind in SHARE}
    with gzip.open(folder / "data/telegram-ru-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = {"ru": [json.loads(line)["text"] for line in lines], "ky": [], "uz": [], "en": []}
    for fold in "ab":
        for line in (folder / f"corpus/posts-{fold}.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            if record["lang"] in {"ky", "uz"}:
                found[record["lang"]].append(record["text"])
    for file in sorted((folder / "data/screening-labels").glob("*.csv.gz")):
        text = gzip.decompress(file.read_bytes()).decode()
        found["en"] += [row["abstract"] for row in csv.DictReader(io.StringIO(text))]
    for kind in ("ky", "uz"):  # of these there is little real text beside the project
        found[kind] += _made_up(kind, chance).split("🙂")
    for kind, texts in found.items():
        chance.shuffle(texts)
        print(f"{kind}: pieces of {sum(map(len, texts)):,} characters", end="; ")
    return {kind: "\n".join(texts) for kind, texts in found.items()}


def _made_up(kind, chance):
    words = MADE_UP[kind].split()
    chains = sorted(forms.TURKIC, key=lambda chain: (len(chain), chain))[:400]
    endings = chains if kind == "ky" else [""]
    said = (chance.choice(words) + chance.choice(endings) for _ in range(250_000))
    return " ".join(
        f"{word.capitalize()}. 🙂" if not at % 9 else word for at, word in enumerate(said)
    )


def spent():
    """Processor seconds of this process and of those it waited for."""
    mine, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def timed(run, times=3):
    """Best of three, in processor seconds."""
    best = float("inf")
    for _ in range(times):
        begun = spent()
        run()
        best = min(best, spent() - begun)
    return best


def together(rows):
    """Rows of (what, posts, what to run or None) with best seconds instead: all of them run in turn,
    three times, so that other work on the machine meets each alike.
    """
    best = dict.fromkeys((row[0] for row in rows if row[2]), float("inf"))
    for _ in range(3):
        for what, _, run in rows:
            if run:
                best[what] = min(best[what], timed(run, times=1))
    return [(what, count, best.get(what)) for what, count, _ in rows]


def shown(title, rows):
    """Rows of (what, posts, seconds): rates, megabytes, a multiple of the last rate measured."""
    size = posts().str.len_bytes().sum() / posts().len() / 1e6
    base, count, seconds = [row for row in rows if row[2] is not None][-1]
    last = count / seconds
    print(f"\n{title}; multiples of: {base}")
    for what, count, seconds in rows:
        if seconds is None:
            print(f"  {what:<62} not installed")
            continue
        rate = count / seconds
        print(f"  {what:<62} {rate:>11,.0f}/s {rate * size:>8.2f} MB/s {rate / last:>8.3f} ×")


def by_ripgrep(folder, spellings):
    program = shutil.which("rg")
    if not program:
        return None
    listed, lowered = folder / f"list-{len(spellings)}", folder / "posts"
    listed.write_text("\n".join(spellings) + "\n", encoding="utf-8")
    lines = posts().str.to_lowercase().str.replace_all("\n", " ", literal=True)
    lowered.write_text("\n".join(lines.to_list()) + "\n", encoding="utf-8")
    command = [program, "-j1", "-c", "-F", "-f", listed, lowered]
    return lambda: subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def by_ahocorasick(texts):
    try:
        from ahocorasick_rs import AhoCorasick, Implementation
    except ModuleNotFoundError:
        return None
    automaton = AhoCorasick(spelled_out(), implementation=Implementation.DFA)
    return lambda: [automaton.find_matches_as_indexes(text) for text in texts]


def by_hyperscan(texts):
    try:
        import hyperscan
    except ModuleNotFoundError:
        return None
    found = []
    patterns = [word.encode() for word in spelled_out()]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), literal=True
    )
    data = [text.encode() for text in texts]

    def search():
        for text in data:
            database.scan(text, match_event_handler=lambda *hit: found.append(hit[0]))

    return search


def by_flashtext(texts):
    try:
        from flashtext import KeywordProcessor
    except ModuleNotFoundError:
        return None
    processor = KeywordProcessor()
    processor.add_keywords_from_list(spelled_out())
    return lambda: [processor.extract_keywords(text) for text in texts]


def by_spacy(texts):
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ModuleNotFoundError:
        return None
    pipeline = spacy.blank("xx")
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    matcher.add("name", list(pipeline.tokenizer.pipe(spelled_out())))
    return lambda: [matcher(document) for document in pipeline.tokenizer.pipe(texts)]


def test_one_pass_against_lists_of_all_spellings(tmp_path):
    texts, known = posts(), index(CANDIDATES)
    kernel.scan(texts.head(10), known)
    mean = texts.str.len_chars().mean()
    total = texts.str.len_bytes().sum() / 1e6
    print(f"{texts.len():,} posts of {mean:.0f} characters, {total:.0f} MB; ", end="")
    print(f"{len(spelled_out()):,} spellings listed\n{AIMS}")
    lowered = texts.head(FEW).str.to_lowercase()
    alone = [form for form in spelled_out() if " " not in form]
    few, fewer = lowered.to_list(), lowered.head(FEWER).to_list()
    rows = [
        ("kernel, raw text: names as they stand, endings", POSTS,
         lambda: kernel.scan(texts, known, slips=False)),
        ("kernel, raw text: one slip as well", POSTS, lambda: kernel.scan(texts, known)),
        ("hyperscan, literals, lower-cased text", len(few), by_hyperscan(few)),
        ("ahocorasick_rs, lower-cased text", len(few), by_ahocorasick(few)),
        ("Polars find_many, lower-cased text", len(few),
         lambda: lowered.str.find_many(spelled_out(), overlapping=False)),
        ("flashtext", len(fewer), by_flashtext(fewer)),
        ("spaCy: tokenizer and PhraseMatcher", len(fewer), by_spacy(fewer)),
        ("ripgrep -F -f, surnames alone: the same lines", POSTS, by_ripgrep(tmp_path, alone)),
        ("ripgrep -F -f, lower-cased text, whole run", POSTS, by_ripgrep(tmp_path, spelled_out())),
    ]  # fmt: skip
    shown("names in posts, one core", together(rows))
    assert kernel.scan(texts.head(FEW), known).height > FEW // NAMED_IN // 2


def test_ten_thousand_names_against_five_hundred():
    texts = posts().head(POSTS // 2)
    rows = together([
        (f"{count:,} names, {'with slips' if slips else 'as they stand'}", texts.len(),
         lambda count=count, slips=slips: kernel.scan(texts, index(count), slips=slips))
        for count in (MANY, CANDIDATES)
        for slips in (False, True)
    ])  # fmt: skip
    shown("size of the roster", rows)
    for many, few in zip(rows[:2], rows[2:], strict=True):
        print(f"  {many[0]}: {1 - few[2] / many[2]:.0%} fewer posts a second")


def test_memory_against_the_length_of_the_stream():
    known = index(CANDIDATES)
    for share in (20, 4, 1):
        some = posts().head(POSTS // share)
        for part in some.to_frame().iter_slices(20_000):
            kernel.scan(part["text"], known)
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        print(f"  {some.len():>9,} posts read in a stream: {pages * 4096 / 1e6:,.0f} MB in memory")
