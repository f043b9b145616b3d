"""How fast a whole archive is screened, side by side in one run with what one would build instead.

Run by `make bench`; no test of the suite is timed. One core, processor time, best of two; ratios
count, not seconds. SCREENED_POSTS says how many posts (100,000): those of `bench_kernel`, of which one in
seventeen names a candidate, and one in fifty is an invented post of the pack's examples.
"""

# ruff: noqa: T201 - figures are what it is run for
# ruff: noqa: SIM905 - words are read more easily in a row
# ruff: noqa: PLC0415 - what is compared with may be absent

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

import bench_kernel
from hustings import law, publications, screening
from hustings.publications.reading import Reading
from hustings.publications.schema import READ, conformed
from hustings.screening import fold, former, gate, kernel, model, names, names_index

POSTS = int(os.environ.get("SCREENED_POSTS", "100000"))
SIGNALLED_IN = 50
FEWER = 3_000  # for what is very slow
AT = datetime(2025, 11, 1, tzinfo=UTC)
BEGINS, ENDS = datetime(2025, 11, 10, tzinfo=UTC), datetime(2025, 11, 29, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[1] / "packs/kg/lexicon/examples"
KEYWORDS = """голосуйте проголосуйте голосовать добуш шайла колдойм поддержите поддерживаю кандидат
талапкер победит жеңет обещает убада украл уурда подкуп подарок белек концерт рейтинг опрос ovoz saylov
vote""".split()
one_core = bench_kernel.one_core


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Posts of the bench of names, a few of them campaigning, inside and outside the window."""
    chance = random.Random(5)
    texts = bench_kernel.posts().head(POSTS).to_list()
    people = bench_kernel.roster(bench_kernel.CANDIDATES).candidates["name_ru"].to_list()
    said = [
        text.replace("@", chance.choice(people))
        for file in sorted(EXAMPLES.glob("authors-*.csv"))
        for text in pl.read_csv(file)["text"]
    ]
    texts[::SIGNALLED_IN] = [chance.choice(said) for _ in texts[::SIGNALLED_IN]]
    frame = pl.DataFrame(
        {
            "item_id": [f"p{number}" for number in range(len(texts))],
            "source": "invented",
            "text": texts,
            "published_at": [
                datetime(2025, 11, 1 + n % 28, 4, tzinfo=UTC) for n in range(len(texts))
            ],
            "published_at_provenance": "zoned",
        }
    )
    kept = publications.Archive(tmp_path_factory.mktemp("bench"))
    reading = Reading(
        format="jsonl", rows_read=len(texts), frames=[conformed(frame).select(READ)], unreadable=[]
    )
    kept.keep(reading, raw_ref="sha256:invented", collected_at=AT)
    return kept


def whole(archive, pack, roster, index):
    """From the archive to how many publications have an indication; the network remembers nothing."""
    model.load(pack.folder / "lexicon" / "model").network._remembered.clear()
    found = screening.screen(
        archive.scan().collect(), pack=pack, election=pack.elections[0], roster=roster, index=index
    )
    return found.filter(pl.col("indications").list.len() > 0).height


def late(archive, pack):
    """After one candidate more: what that name can touch is looked for, and screened anew."""
    now = bench_kernel.roster(bench_kernel.CANDIDATES)
    listed = now.candidates.head(now.candidates.height - 1)
    before = screening.Roster.of(listed.write_csv().encode())
    index = names_index.build(now)

    def run():
        change = former.Change(before, now)
        frame = archive.scan().collect()
        touched = frame.filter(change.touched(frame))
        assert change.bounded
        screening.screen(touched, pack=pack, election=pack.elections[0], roster=now, index=index)
        return touched.height

    return run


def by_duckdb(folder):
    """What SQL can do of it: a surname's beginning and a keyword in a text outside the window."""
    try:
        import duckdb
    except ModuleNotFoundError:
        return None
    people = bench_kernel.roster(bench_kernel.CANDIDATES).candidates["name_ru"].to_list()
    surnames = sorted({name.split()[0].lower() for name in people})
    files = str(folder / "**" / "*.parquet")
    asked = (
        "select count(*) from read_parquet($files, union_by_name=true)"
        " where (published_at < $begins or published_at > $ends)"
        " and regexp_matches(lower(text), $names) and regexp_matches(lower(text), $words)"
    )
    told = {
        "files": files, "begins": BEGINS, "ends": ENDS, "names": "|".join(surnames),
        "words": "|".join(KEYWORDS),
    }  # fmt: skip

    def run():
        with duckdb.connect() as base:
            base.execute("set threads to 1")
            return base.execute(asked, told).fetchone()[0]

    return run


def by_spacy(texts, moments):
    """What a pipeline of matchers can do of it: names and keywords as listed, then the window."""
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ModuleNotFoundError:
        return None
    pipeline = spacy.blank("xx")
    listed = {"name": bench_kernel.spelled_out(), "word": KEYWORDS}
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    for what, words in listed.items():
        matcher.add(what, list(pipeline.tokenizer.pipe(words)))

    def run():
        found = 0
        for document, at in zip(pipeline.tokenizer.pipe(texts), moments, strict=True):
            kinds = {pipeline.vocab.strings[match[0]] for match in matcher(document)}
            found += kinds == set(listed) and not BEGINS <= at <= ENDS
        return found

    return run


def test_an_archive_in_and_indications_out(archive):
    pack = law.load("kg")
    roster = bench_kernel.roster(bench_kernel.CANDIDATES)
    index, known = names_index.build(roster), bench_kernel.index(bench_kernel.CANDIDATES)
    frame = archive.scan().collect()
    texts = frame["text"]
    rows = frame.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "text",
        pl.lit("voter").alias("author_class"), pl.lit("").alias("about"),
    )  # fmt: skip

    def find(some):
        return names.find(some, tokens=fold.tokens(some), index=index)

    opened = gate.Gate(index, pack.folder)  # remembers words, as a screening does

    def gates():
        return opened.passed(rows, find)[1].sum()

    few = frame.head(FEWER)
    whole(archive, pack, roster, index)
    kernel.scan(texts.head(10), known)
    count = texts.len()
    beside = [
        ("whole screening: archive in, indications out", count,
         lambda: whole(archive, pack, roster, index)),
        ("of it, names and the gate for signals of all kinds", count, gates),
        ("a late candidate: what that name can touch, screened anew", count, late(archive, pack)),
        ("kernel alone: names as they stand", count, lambda: kernel.scan(texts, known, slips=False)),
        ("spaCy: names and keywords as listed, the window", FEWER,
         by_spacy(few["text"].to_list(), few["published_at"].to_list())),
        ("DuckDB: surnames, keywords, the window", count, by_duckdb(archive.table)),
    ]  # fmt: skip
    print(f"\n{count:,} publications, {whole(archive, pack, roster, index):,} with an indication")
    for what, _, run in beside:
        if run and "kernel" not in what:
            print(f"  found: {what}: {run()}")
    bench_kernel.shown("a whole archive, one core", bench_kernel.together(beside))
    assert whole(archive, pack, roster, index) > count / SIGNALLED_IN / 10
