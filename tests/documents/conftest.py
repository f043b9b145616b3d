import copy

import pytest

# Every person, outlet and act here is invented.
PLACE = {"ru": "г. Бишкек", "ky": "Бишкек шаары"}
COMMISSION = {
    "ru": "Центральная комиссия по выборам и проведению референдумов Кыргызской Республики",
    "ky": "Кыргыз Республикасынын Шайлоо жана референдум өткөрүү боюнча борбордук комиссиясы",
}
ELECTION = {"ru": "выдуманные выборы 2025 года", "ky": "2025-жылдагы ойдон чыгарылган шайлоо"}
GROUP = {"ru": "по вопросам агитации", "ky": "үгүт маселелери боюнча"}
ROOT = "8JuPqpdLRa+O8WbtfvtsHbJpaCxBeI3t2ZX5E3n9fUQ="
DIGEST = "sha256:" + "9b2c41d0" * 8
PUBLICATIONS = [
    {
        "url": "https://social.example/toqum/posts/10023984112334455667788",
        "account": "Туташ ТВ",
        "published_at": "2025-10-20 14:05 (UTC+6)",
        "quote": "Өзгөчө үмүтүбүз сизде, биздин талапкерге добуш бергиле!",
        "exhibit": 1,
    },
    {"url": "https://t.example/1", "account": "@t", "published_at": "2025-10-21", "quote": "…"},
]
NORMS = [
    {"ru": "статья 23, часть 1", "ky": "23-берене, 1-бөлүк", "verified": True},
    {"ru": "статья 65", "ky": "65-берене", "verified": False},
]
SIGNER = {"position": {"ru": "Председатель", "ky": "Төрага"}, "name": "Т. Т. Ойдоналыпова"}
MEASURE = {"units": 75, "amount": 7500, "currency": "KGS", "verified": False}
ATTACHMENTS = [
    {"title": {"ru": "Снимок", "ky": "Сүрөт"}, "pages": 2, "digest": DIGEST},
    {"title": "page.wacz", "digest": DIGEST},
]
HEAD = {"number": 12, "date": "2025-10-27", "commission": COMMISSION, "ledger_root": ROOT}

RECORDS = {
    "resolution": HEAD
    | {
        "place": PLACE,
        "election": ELECTION,
        "working_group": GROUP,
        "group_protocol": "4",
        "established": [
            {
                "respondent": "Ойдоналып Туташов",
                "publications": PUBLICATIONS,
                "explanation": "Эрежени билген эмесмин.",
            }
        ],
        "norms": NORMS,
        "grounds": NORMS,
        "items": [
            {
                "respondent": "Ойдоналып Туташов",
                "outcome": {"ru": "штраф", "ky": "айып пул"},
                "provision": {"ru": "статья 65", "ky": "65-берене"},
                "reason": {"ru": "ранняя агитация", "ky": "эрте үгүт"},
            }
            | MEASURE,
            {
                "respondent": "ОсОО «Ойлоп табылган медиа»",
                "outcome": {"ru": "нарушения нет", "ky": "бузуу жок"},
                "provision": {"ru": "статья 23", "ky": "23-берене"},
                "units": None,
                "amount": None,
                "currency": "KGS",
                "verified": True,
                "reason": "—",
            },
        ],
        "votes": {"for": 9, "against": 1, "abstained": 0, "present": 10, "established": 12},
        "dissents": [{"member": "Элечекова А.", "text": "Чара өтө катаал."}],
        "chair": "Т. Т. Ойдоналыпова",
    },
    "protocol": HEAD
    | {
        "place": PLACE,
        "official": SIGNER,
        "resolution": {"number": 12, "date": "2025-10-27"},
        "respondent": "Ойдоналып Туташов",
        "particulars": [{"label": {"ru": "Адрес", "ky": "Дареги"}, "value": "Ойдон көчөсү, 1"}],
        "offence": NORMS[1],
        "circumstances": {"ru": "Размещён призыв.", "ky": "Чакырык жарыяланган."},
        "publications": PUBLICATIONS,
        "explanation": None,
        "rights": NORMS,
        "penalty": {"outcome": {"ru": "штраф", "ky": "айып пул"}} | MEASURE,
        "attachments": ATTACHMENTS,
    },
    "notice": HEAD
    | {
        "place": PLACE,
        "election": ELECTION,
        "working_group": GROUP,
        "respondent": "Ойдоналып Туташов",
        "publications": PUBLICATIONS,
        "norms": NORMS,
        "term": {"until": "2025-10-24 18:00 (UTC+6)", "verified": False},
        "how": {"ru": "письменно", "ky": "жазуу жүзүндө"},
        "sitting": {"date": "2025-10-25", "time": "10:00", "place": PLACE},
        "signed_by": SIGNER,
    },
    "referral": HEAD
    | {
        "number": "07-2/14",
        "to": {"ru": "Уполномоченному лицу", "ky": "Ыйгарым укуктуу адамга"},
        "subject": {"ru": "О направлении материалов", "ky": "Материалдарды жөнөтүү жөнүндө"},
        "resolution": {"number": 12, "date": "2025-10-27"},
        "respondents": ["Ойдоналып Туташов"],
        "body": {"ru": "Просим сообщить.", "ky": "Билдирүүңүздөрдү суранабыз."},
        "attachments": ATTACHMENTS,
        "signed_by": SIGNER,
    },
}


@pytest.fixture
def record():
    """A record of that template, the caller's own to change."""
    return lambda template: copy.deepcopy(RECORDS[template])
