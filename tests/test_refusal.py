"""A refusal …"""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from hustings.publications import Unreadable
from hustings.refusal import Refusal
from hustings.screening import Roster, RosterRefusal

NOBODY = b"candidate_id,name_ru\n"


def test_says_the_same_when_it_comes_from_another_process():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        asked = pool.submit(Roster.of, NOBODY, name="invented.csv")
        with pytest.raises(RosterRefusal, match=r"invented\.csv lists no candidate") as refused:
            asked.result()
    assert refused.value.code == "roster.empty"
    assert refused.value.facts == {"file": "invented.csv"}


@pytest.mark.parametrize("kind", [Refusal, RosterRefusal, Unreadable])
def test_is_the_same_after_it_was_put_away(kind):
    said = kind("invented.code", "{file}: nothing.", file="a.csv")
    again = pickle.loads(pickle.dumps(said))
    assert (type(again), str(again), again.facts) == (kind, "a.csv: nothing.", {"file": "a.csv"})
