"""A district and a ballot number name a candidate …"""

import pytest

CODES = [
    "2-округ, №3", "2 округ номер 3", "№3 по 2-му округу", "5-okrugda emas, 2-okrug, 3-raqam",
    "2-saylov okrugi, uchinchi raqam", "2-округда үчүнчү номер", "2-округ, үчүнчү сап",
    "District 2, number 3", "box three in District 2", "округ №2, номер 3", "D2: no 3",
    "2 округ: третья строчка", "третий номер, 2 округ", "2 okrug, tretiy nomer",
    "2-округ: 3️⃣", "2-округда үчүнчүгө бастым", "№3 по 2-му", "2-округда №3кө", "#2округ #номер3",
    "во втором округе номер 3", "2-округдун №3сү",
]  # fmt: skip


@pytest.fixture(scope="module")
def codes_read(named_in):
    return named_in(f"добуш бергиле: {code}" for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_however_it_is_written(codes_read, code):
    assert codes_read[f"добуш бергиле: {code}"] == ["i-5"]


def test_with_the_words_as_they_stand(mentions):
    (found,) = mentions("бизде 2 округ номер 3 бар")
    assert found["surface"] == "2 округ номер 3"


def test_line_by_line_in_a_list(named):
    assert named("1-округда №2\n2-округда №3\n3-округда №1") == ["i-2", "i-5", "i-6"]


@pytest.mark.parametrize(
    "text",
    [
        "2-округ, №3 мектеп",
        "2-округ, №9",
        "٢-округ, №٣",
        "99 округ номер 1",
        "округ №2, УИК №3",
        "2-округда 3 миң шайлоочу бар",
        "2-округда саат 8:00дө, 3-декабрда",
        "№3",
        "2 округ",
        "13/2, автобус №3",
        "Я 2-го числа стою третий в очереди",
    ],
)
def test_but_not_otherwise(named, text):
    assert named(text) == []
