"""The rest of the text decides …"""

import polars as pl
import pytest

from hustings.screening import Roster, fold, names, names_index, names_places


def probabilities(mentions, text):
    return {one["candidate"]: one["probability"] for one in mentions(text)}


def test_that_another_given_name_means_somebody_else(named):
    assert named("Голосуйте, пришёл Сынаков Болот") == []


def test_that_another_patronymic_means_somebody_else(named):
    assert named("Депутат Выдумов Николай Петрович ушёл") == []


def test_that_other_initials_mean_somebody_else(named):
    assert named("Кандидат Кыялов Б.Т. выступил") == []


@pytest.mark.parametrize(
    "text",
    [
        "Тренер Азамат Сынаков, тёзка кандидата, объявил состав",
        "Сынаков Азамат, ученик 9 «А», победил на олимпиаде",
        "Мен Сынаков Азамат, талапкер ЭМЕСМИН, чалбагыла",
        "Сынаков Азамат депутаттыкка бараткан жок, аты-жөнү эле окшош",
        "Мастер по холодильникам Сынаков Азамат, выезд, скидка. 0700 000 215",
    ],
)
def test_that_a_namesake_is_no_mention(named, text):
    assert named(text) == []


def test_that_a_bare_word_is_no_name(named):
    assert named("Балдар кадыр-баркын билсин, рахат!") == []
    assert named("болот деп айтты") == []


def test_that_a_street_is_no_person(named):
    assert named("Сдаю комнату на улице Кадыр, 2 этаж") == []


def test_which_of_two_bearers_by_the_district(named):
    assert named("Сынаков из 2-го округа молчит") == ["i-3"]
    assert named("1-округ: Сынаков келет") == ["i-1"]


def test_which_of_two_bearers_by_company(named):
    text = "Мисал уулу Нурдин и Сынаков спорили на дебатах"
    assert named(text) == ["i-3", "i-4"]


def test_which_of_two_bearers_by_sex(named):
    assert named("Выдумова пришла на участок") == ["i-16"]
    assert named("Выдумова келсе, мектеп курулат, деп жазышты эле") == ["i-16"]
    assert named("голосуем за Выдумова") == ["i-15"]


def test_which_of_two_of_one_name_by_district_or_number(named):
    assert named("Примеров Азамат, 5 округ") == ["i-11"]
    assert named("6-округ, №4: Примеров Азамат") == ["i-12"]


def test_nothing_between_two_of_one_name(mentions):
    found = probabilities(mentions, "Голосуйте за Примерова Азамата")
    assert found["i-11"] == pytest.approx(found["i-12"])
    assert 0.2 < found["i-11"] < 0.5


def test_whom_a_given_name_means_by_the_district(named):
    assert named("Из 3 округа Кубанычбек лучше всех, голосую") == ["i-6"]


def test_whom_a_given_name_means_by_the_number(named):
    assert named("Нурдин байке, экинчи номер!") == ["i-4"]


def test_that_a_given_name_alone_is_nobody(named):
    assert named("Азамат келди") == []


def test_that_a_slip_alone_is_nobody(named):
    assert named("Кыялев келди") == []


def test_that_a_slip_beside_the_district_is_a_candidate(named):
    assert named("Кыялев пройдёт по 2-му округу") == ["i-5"]


def test_that_a_short_name_is_the_candidates(named):
    assert named("Голосуем: Тёма Сынаков, 2 округ") == ["i-3"]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    (folder / "places.toml").write_text(
        """
        [[region]]
        names = ["Үлгү"]
        places = "үлгү сынак-суу"
        [[region]]
        names = ["Мисал"]
        places = "мисал"
        """,
        "utf-8",
    )
    return names_places.load(folder)


@pytest.fixture(scope="module")
def meant(places):
    """meant(text, about) → the likeliest candidate and the probability."""
    text = "candidate_id,district,region,name_ru\n" + "".join(
        f"i-{at},{at},{region},Ойдонов {given}\n"
        for at, (region, given) in enumerate((("Үлгү", "Азамат"), ("Мисал", "Темир")), 1)
    )
    index = names_index.build(Roster.of(text.encode()))

    def ask(text, about=""):
        frame = pl.DataFrame(
            {"row": [0], "text": [text], "about": [about]}, schema_overrides={"row": pl.UInt32}
        )
        found = names.find(frame, tokens=fold.tokens(frame), index=index, places=places)
        best = found.sort("probability").tail(1).to_dicts()
        return (best[0]["candidate"], best[0]["probability"]) if best else (None, 0.0)

    return ask


def test_which_bearer_by_a_place_in_the_text(meant):
    assert meant("Үлгүдө Ойдонов мектеп курат")[0] == "i-1"
    assert meant("Мисалда Ойдонов мектеп курат")[0] == "i-2"


@pytest.mark.parametrize("about", ["Сынак-Суу кабарлары", "synaksuu_news", "1-округ чат"])
def test_which_bearer_by_the_page(meant, about):
    candidate, probability = meant("Кандидат Ойдонов обещал дорогу", about)
    assert candidate == "i-1"
    assert probability > 0.5


def test_that_a_page_makes_nobody_likelier_to_be_meant(meant):
    assert meant("Ойдонов келди", "Сынак-Суу кабарлары")[1] < meant("Ойдонов келди, шайлоо")[1] * 2
    assert meant("Ойдон келди", "Сынак-Суу Ойдонов Азамат") == (None, 0.0)
