"""A roster …"""

import pytest

from hustings.screening import Roster, RosterRefusal
from hustings.screening.roster import Name, take_apart

HEADER = "candidate_id,district,ballot_number,name_ru\n"
LINE = "i-1,1,1,Ойдонов Азамат Ойдонович\n"


def refusal(text):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RosterRefusal) as refused:
        Roster.of(data, name="r.csv")
    assert str(refused.value)
    return refused.value.code, refused.value.facts


def test_is_read_whatever_the_order_of_its_columns():
    one = Roster.of((HEADER + LINE).encode())
    other = Roster.of("name_ru;note;candidate_id;ballot_number;district\n"
                      "Ойдонов  Азамат Ойдонович;ойдон;i-1;1;1\n".encode("utf-8-sig"))  # fmt: skip
    assert one == other
    assert one.digest == other.digest


def test_is_read_by_a_mapping_of_columns():
    read = Roster.of(
        "nr,who\ni-1,Ойдонов Азамат\n".encode(), mapping={"candidate_id": "nr", "name_ru": "who"}
    )
    assert read.candidates["name_ru"].to_list() == ["Ойдонов Азамат"]


def test_is_read_from_a_file(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(HEADER + LINE, "utf-8")
    assert Roster.read(path).candidates.height == 1


def test_has_a_digest_of_what_it_says():
    other = LINE.replace("Азамат", "Темир")
    assert Roster.of((HEADER + LINE).encode()).digest != Roster.of((HEADER + other).encode()).digest


def test_names_those_who_nominated(roster):
    assert "Ойдон Күч" in roster.parties


def test_warns_of_a_surname_that_is_a_common_word():
    text = HEADER + LINE + "i-2,1,2,Кадыр Ойдон\n"
    assert [warning.facts["row"] for warning in Roster.of(text.encode()).warnings] == [3]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "roster.empty", {}),
        ("\ufeff", "roster.empty", {}),
        (HEADER, "roster.empty", {}),
        ("district,name_ru\n1,Ойдонов Азамат\n", "roster.column", {"column": "candidate_id"}),
        ("candidate_id,district\ni-1,1\n", "roster.column", {"column": "name_ru"}),
        ("candidate_id,name_ru,name_ru\ni-1,А,Б\n", "roster.column_twice", {"column": "name_ru"}),
        (HEADER + LINE + LINE.replace("Азамат", "Темир"), "roster.candidate_twice", {"row": 3}),
        (HEADER + LINE + LINE.replace("i-1", "i-2"), "roster.person_twice", {"row": 3}),
        (HEADER + ",1,1,Ойдонов А\n", "roster.blank", {"row": 2, "column": "candidate_id"}),
        (HEADER + LINE + "\ni-2,1,2, \n", "roster.blank", {"row": 4, "column": "name_ru"}),
        (HEADER + "i-1,1,1,О. Азамат\n", "roster.surname_short", {"row": 2, "column": "name_ru"}),
        (HEADER + 'i-1,1,1,"Ойдонов\n' * 200, "roster.csv", {}),
        (HEADER + f"i-1,1,1,{'Ойдонов' * 100}\n", "roster.too_long", {"row": 2}),
        ((HEADER + LINE).encode("windows-1251"), "roster.encoding", {}),
        (HEADER + LINE.replace("Азамат", "Аза\0мат"), "roster.nul", {}),
    ],
)
def test_is_refused_by_row_column_and_rule(text, code, where):
    said, facts = refusal(text)
    assert said == code
    assert where.items() <= facts.items()


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ойдонов Азамат Ойдонович", Name("ойдонов", "азамат", "ойдонович")),
        ("Азамат Ойдонович Ойдонов", Name("ойдонов", "азамат", "ойдонович")),
        ("Ойдон уулу Азамат", Name("ойдон", "азамат", child_of=True)),
        ("Азамат Ойдон уулу", Name("ойдон", "азамат", child_of=True)),
        ("Oidon kyzy Asel", Name("oidon", "asel", child_of=True)),
        ("Ойдонов Азамат Ойдон уулу", Name("ойдонов", "азамат", "ойдон")),
        ("Ойдон Азамат", Name("ойдон", "азамат")),
        ("Ойдонов", Name("ойдонов")),
    ],
)
def test_takes_a_name_apart(name, parts):
    assert take_apart(name) == parts
