"""Stance and target …"""

import pytest


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Голосуйте за [Первого], а [Второй] пусть отдыхает", "c-1"),
        ("[Первый] и [Второй] спорили. Голосуйте за [Третьего]!", "c-3"),
        ("[Первый] рядом. Уурдады дешет [Экинчини], элдин акчасын", "c-2"),
    ],
)
def test_point_at_whoever_is_named_nearest(text, target, signals_in):
    (told,) = signals_in([text], pack="zz")
    assert [one["target"] for one in told] == [target]


def test_are_a_party_where_a_party_is_named(signals_in):
    (told,) = signals_in(["Голосуйте за «Ойдон Күч»!"], pack="zz", parties=["Ойдон Күч"])
    assert [(one["kind"], one["target"]) for one in told] == [("call", "Ойдон Күч")]


@pytest.mark.parametrize("name", ["Ойдон Күчкө", "#ОйдонКүч", "Oidon Kuch", "Ойдон Кучту"])
def test_know_a_party_in_other_spellings(name, signals_in):
    (told,) = signals_in([f"Голосуйте за {name}!"], pack="zz", parties=["Ойдон Күч"])
    assert [one["target"] for one in told] == ["Ойдон Күч"]


def test_are_against_where_the_words_are(signals_in):
    ours, theirs = signals_in(["Голосуйте за [Первого]", "Не голосуйте за [Первого]"], pack="zz")
    assert [one["stance"] for one in ours] == ["for"]
    assert [one["stance"] for one in theirs] == ["against"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ни голоса [Кандидату]! Не голосуйте за [Кандидата]", "against"),
        ("[Кандидатка] добуш бербегиле, элди алдайт", "against"),
        ("[Кандидатка] добуш берели, өзүбүздүн бала", "for"),
        ("Голосуем за [Кандидата] всей улицей!", "for"),
    ],
)
def test_of_a_call_follow_its_words(text, stance, signals_in):
    (told,) = signals_in([text])
    assert {one["stance"] for one in told if one["kind"] == "call"} == {stance}


def test_of_a_poll_point_at_nobody(signals_in):
    (told,) = signals_in(["Опрос: [Первый] 41%, [Второй] 30%, [Третий] 12%"])
    assert {(o["kind"], o["stance"], o["target"]) for o in told} == {("poll", "none", None)}
