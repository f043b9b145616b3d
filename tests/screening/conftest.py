"""An invented roster, and a way to ask who is named in a text. Nobody here exists."""

from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from hustings.screening import Roster, fold, names, names_index, signals

ROSTER = """candidate_id,district,region,ballot_number,name_ru,name_ky,name_latin,sex,nominated_by,occupation,registered_on,status
i-1,1,Ойдон,1,Сынаков Азамат Мисалович,Сынаков Азамат Мисалович,Synakov Azamat Misalovich,M,Ойдон Күч,врач,2025-11-03,registered
i-2,1,Ойдон,2,Үлгүбаева Жылдыз Сынаковна,Үлгүбаева Жылдыз Сынаковна,Ulgubaeva Zhyldyz Synakovna,F,самовыдвижение,учитель,2025-11-03,registered
i-3,2,Ойдон,1,Сынаков Темир Улгуевич,Сынаков Темир Үлгүевич,Synakov Temir Ulguevich,M,самовыдвижение,юрист,2025-11-03,registered
i-4,2,Ойдон,2,Мисал уулу Нурдин,Мисал уулу Нурдин,Misal uulu Nurdin,M,Ойдон Күч,фермер,2025-11-03,registered
i-5,2,Ойдон,3,Кыялов Азамат Олегович,Кыялов Азамат Олегович,Kyialov Azamat Olegovich,M,самовыдвижение,тренер,2025-11-03,registered
i-6,3,Ойдон,1,Жээнсынов Кубанычбек Мисалович,Жээнсынов Кубанычбек Мисалович,Zheensynov Kubanychbek Misalovich,M,самовыдвижение,экономист,2025-11-03,registered
i-7,3,Ойдон,2,Юлгашев Жахонгир Ботирович,Юлгашев Жахонгир Ботир уулу,Yulgashev Zhakhongir Botirovich,M,самовыдвижение,инженер,2025-11-03,registered
i-8,3,Ойдон,3,Вымысленко Ольга Николаевна,Вымысленко Ольга Николаевна,Vymyslenko Olga Nikolaevna,F,Ойдон Күч,журналист,2025-11-03,registered
i-9,4,Ойдон,1,Мисал кызы Айгүл,Мисал кызы Айгүл,Misal kyzy Aigul,F,самовыдвижение,экономист,2025-11-03,registered
i-10,4,Ойдон,2,Кадыр Рахат,Кадыр Рахат,Kadyr Rakhat,M,самовыдвижение,пенсионер,2025-11-03,registered
i-11,5,Ойдон,1,Примеров Азамат Олегович,Примеров Азамат Олегович,Primerov Azamat Olegovich,M,самовыдвижение,врач,2025-11-03,registered
i-12,6,Ойдон,4,Примеров Азамат Олегович,Примеров Азамат Олегович,Primerov Azamat Olegovich,M,Ойдон Күч,врач,2025-11-03,registered
i-13,7,Ойдон,1,Мырсынов Болот Эмилович,Мырсынов Болот Эмилович,Myrsynov Bolot Emilovich,M,самовыдвижение,врач,2025-11-03,registered
i-14,7,Ойдон,2,Мирсынов Эмил Ботирович,Мирсынов Эмил Ботирович,Mirsynov Emil Botirovich,M,самовыдвижение,врач,2025-11-03,registered
i-15,8,Ойдон,1,Выдумов Николай Игоревич,Выдумов Николай Игоревич,Vydumov Nikolai Igorevich,M,самовыдвижение,тренер,2025-11-03,registered
i-16,9,Ойдон,1,Выдумова Лариса Игоревна,Выдумова Лариса Игоревна,Vydumova Larisa Igorevna,F,самовыдвижение,тренер,2025-11-03,registered
"""  # noqa: E501 - a roster as it comes


@pytest.fixture(scope="session")
def roster_text():
    return ROSTER


@pytest.fixture(scope="session")
def roster():
    return Roster.of(ROSTER.encode())


@pytest.fixture(scope="session")
def index(roster):
    return names_index.build(roster)


@pytest.fixture(scope="session")
def mentions_of(index):
    """mentions_of(texts) → for each text its mentions as dicts, likely and unlikely."""

    def find(texts):
        texts = list(texts)
        frame = pl.DataFrame(
            {"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String}
        )
        found = [[] for _ in texts]
        tokens = fold.tokens(frame)
        for one in names.find(frame, tokens=tokens, index=index).iter_rows(named=True):
            assert texts[one["row"]][one["start"] : one["end"]] == one["surface"]
            found[one["row"]].append(one)
        return found

    return find


@pytest.fixture(scope="session")
def mentions(mentions_of):
    """mentions(text) → its mentions."""
    return lambda text: mentions_of([text])[0]


@pytest.fixture(scope="session")
def named_in(mentions_of):
    """named_in(texts) → text: the candidates who are named there at probability 0.5 or more."""

    def find(texts):
        texts = list(texts)
        return {
            text: sorted({one["candidate"] for one in found if one["probability"] >= 0.5})
            for text, found in zip(texts, mentions_of(texts), strict=True)
        }

    return find


@pytest.fixture(scope="session")
def named(named_in):
    """named(text) → the candidates who are named there."""
    return lambda text: named_in([text])[text]


PACKS = Path(__file__).parents[2] / "packs"
MARKED = {
    "row": pl.UInt32,
    "candidate": pl.String,
    "surface": pl.String,
    "start": pl.UInt32,
    "end": pl.UInt32,
    "probability": pl.Float64,
}


def _marked(texts):
    """(texts without brackets, mentions): [A] is candidate c-1 of its text, the next c-2, …"""
    plain, found = [], []
    for row, text in enumerate(texts):
        out, start = "", 0
        for part in text.replace("]", "[").split("["):
            if start % 2:
                at = len(out)
                name = f"c-{start // 2 + 1}"
                found.append((row, name, part, at, at + len(part), 1.0))
            out, start = out + part, start + 1
        plain.append(out)
    return plain, pl.DataFrame(found, schema=MARKED, orient="row")


def _frame_of(texts, author="voter"):
    return pl.DataFrame(
        {
            "row": pl.Series(range(len(texts)), dtype=pl.UInt32),
            "text": pl.Series(texts, dtype=pl.String),
            "author_class": [author] * len(texts),
        }
    )


def _signals(texts, *, pack="kg", author="voter", parties=()):
    """For each text its signals, as dicts, of probability 0.5 and more."""
    plain, mentions = _marked(texts)
    frame = _frame_of(plain, author)
    found = signals.find(
        frame,
        tokens=fold.tokens(frame),
        mentions=mentions,
        pack=SimpleNamespace(folder=PACKS / pack),
        parties=parties,
    )
    told = [[] for _ in texts]
    for one in found.iter_rows(named=True):
        assert plain[one["row"]][one["start"] : one["end"]] == one["evidence"]
        if one["probability"] >= 0.5:
            told[one["row"]].append(one)
    return told


@pytest.fixture(scope="session")
def frame_of():
    """frame_of(texts, author=…) → the columns that signals are found in."""
    return _frame_of


@pytest.fixture(scope="session")
def signals_in():
    """signals_in(texts, pack=…, author=…, parties=…): a mention is marked [so] in a text."""
    return _signals
