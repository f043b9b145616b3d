"""A candidate is found …"""

import pytest

FORMS = [
    # Russian cases, either order
    "Сынаков Азамат", "за Сынакова Азамата", "Азамату Сынакову", "с Азаматом Сынаковым",
    "о Сынакове Азамате", "Сынакову Азамату Мисаловичу", "Азамат Мисалович Сынаков",
    # Kyrgyz and Uzbek suffixes
    "Сынаков Азаматка добуш", "Сынаков Азаматты", "Сынаков Азаматтын", "Сынаков Азаматтан",
    "Сынаков Азаматтыкы", "Азамат Сынаковдорду", "Азамат Сынаковбу", "Сынаков Азаматнинг",
    "Сынаков Азаматга овоз", "Synakov Azamatga ovoz beramiz",
    # Latin schemes
    "Synakov Azamat", "Azamat Synakov", "AZAMAT SYNAKOV", "za Synakova Azamata",
    # initials, titles between
    "Сынаков А.", "Сынаков А.М.", "А. М. Сынаков", "А.М. Сынакова", "Азамат байке Сынаков",
    "Азамат ака Сынаков",
    # hashtags and glued names
    "#СынаковАзамат", "#Сынаков_Азамат", "#азаматсынаков", "#АЗАМАТСЫНАКОВ", "#AzamatSynakov",
    # disguises
    "Cынaкoв Aзaмaт", "Сын@ков Азамат", "Сынак0в Азамат", "Сы\u0301на\u200bков Азамат",
    "С ы н а к о в  Азамат", "С.ы.н.а.к.о.в Азамат", "Сынаааков Азамааат", "сынаков азамат",
    # one slip of the pen
    "Сынкаов Азамат", "Сынаокв Азамат", "Синаков Азамат", "Сынакв Азамат", "Сынаклов Азамат",
    "Сунаков Азамат",
]  # fmt: skip


@pytest.fixture(scope="module")
def forms_read(named_in):
    """All forms at once: a hundred texts cost what one costs."""
    return named_in(f"Шайлоо. {form}!" for form in FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_in_every_form_people_write(forms_read, form):
    assert forms_read[f"Шайлоо. {form}!"] == ["i-1"]


OTHERS = [
    ("Жээнсынов Кубанычбек", "i-6"),
    ("Jeensynov Kubanychbek", "i-6"),
    ("Zheensinov Kubanichbek", "i-6"),
    ("Жэнсынов Кубанычбекке", "i-6"),
    ("Кубаныч байке Жээнсынов", "i-6"),
    ("Юлгашев Жахонгир", "i-7"),
    ("Yo'lgashev Jahongir", "i-7"),
    ("Йўлгашев Жаҳонгирга", "i-7"),
    ("Ольгу Вымысленко", "i-8"),
    ("Вымысленко Ольге Николаевне", "i-8"),
    ("Vymyslenkoga", "i-8"),
    ("Мисал уулу Нурдинди", "i-4"),
    ("Нурдин Мисал уулу", "i-4"),
    ("Misal uulu Nurdin", "i-4"),
    ("Айгүл Мисал кызына", "i-9"),
    ("Мисал кызы Айгульду", "i-9"),
    ("Үлгүбаева Жылдызга", "i-2"),
    ("Улгубаевой Жылдыз", "i-2"),
    ("Ulgubayeva Jyldyz", "i-2"),
    ("Nikolai Vydumov's", "i-15"),
    ("Николаичу Выдумову", "i-15"),
]


@pytest.fixture(scope="module")
def others_read(named_in):
    return named_in(f"Шайлоо: {form} келди." for form, _ in OTHERS)


@pytest.mark.parametrize(("form", "candidate"), OTHERS)
def test_by_any_name_of_the_roster(others_read, form, candidate):
    assert others_read[f"Шайлоо: {form} келди."] == [candidate]


def test_with_the_words_as_they_stand(mentions):
    (found,) = mentions("Кечээ «Cынaкoв Азаматка» деп жазышты")
    assert found["surface"] == "Cынaкoв Азаматка"
    assert found["start"] == 7


def test_with_the_hashtag_whole(mentions):
    (found,) = mentions("алга #СынаковАзамат")
    assert found["surface"] == "#СынаковАзамат"


def test_again_by_given_name_once_named_in_full(mentions):
    found = mentions("Сынаков Темир келди. Кийин Темир сүйлөдү.")
    assert [(one["surface"], one["candidate"]) for one in found] == [
        ("Сынаков Темир", "i-3"),
        ("Темир", "i-3"),
    ]


def test_by_a_surname_that_only_one_bears(named):
    assert named("Кыялов мектепке компьютер алып берди") == ["i-5"]


def test_by_given_name_and_patronymic(named):
    assert named("Вы правда доверите это Ольге Николаевне?") == ["i-8"]


def test_apart_from_another_whose_name_sounds_alike(named):
    assert named("люди Мирсынова Эмила") == ["i-14"]
    assert named("кандидат Мырсынов обещал") == ["i-13"]
    assert named("кандидат Мирсынов обещал") == ["i-14"]


def test_among_several_of_one_text(named):
    text = "Кандидаты: Сынаков Азамат, Үлгүбаева Жылдыз и Мисал уулу Нурдин."
    assert named(text) == ["i-1", "i-2", "i-4"]


@pytest.mark.parametrize("text", ["", "🙂", "Сын", "Шайлоо бүгүн", "а" * 100_000, "Сынаков" * 5000])
def test_nowhere_in_a_text_without_names(named, text):
    assert named(text) == []
