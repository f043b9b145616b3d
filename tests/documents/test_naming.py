"""An act is called …"""

import pytest

from hustings import documents, law
from hustings.refusal import Refusal


def test_as_its_pack_calls_it_and_resolution_where_it_says_nothing():
    assert documents.name("resolution", pack="zz")["en"] == "Resolution"
    assert documents.name("resolution", pack="br")["pt"] == "Decisão"
    assert (
        documents.name("resolution", pack="br")["xx"]
        == documents.name("resolution", pack="br")["en"]
    )


@pytest.mark.parametrize("pack", law.known())
def test_and_drawn_in_the_languages_for_which_there_is_a_form(pack):
    spoken = law.load(pack).languages
    for template in ("resolution", "protocol", "notice", "referral"):
        drawn = documents.languages(template, pack=pack)
        assert list(drawn) == [one for one in spoken if one in drawn]


def test_in_no_language_at_all_is_refused(record):
    with pytest.raises(Refusal, match="no template notice"):
        documents.papers(template="notice", record=record("notice"), pack="zz")
