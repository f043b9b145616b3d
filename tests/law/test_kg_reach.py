"""How far each rule of the Kyrgyz pack reaches: zones, kinds, authors, acts, places, and no further."""

from itertools import product

import pytest

from hustings import law

PACK = law.load("kg")
FORMS = {"call", "preference", "consequences", "activity"}  # of campaigning: art. 22, part 10
CAMPAIGN = {"early", "window", "silence"}
MOMENTS = {
    "kg-2025-parliament": {
        "before_call": "2025-09-29", "early": "2025-10-20", "window": "2025-11-15",
        "silence": "2025-11-30", "after": "2025-12-01",
    },
    "kg-2026-district-13": {
        "before_call": "2025-12-02", "early": "2026-02-02", "window": "2026-02-20",
        "silence": "2026-03-01", "after": "2026-03-02",
    },
}  # fmt: skip
SPOKEN = set(law.ACTS) - {"like"}
OTHERS = set(law.AUTHORS) - {"candidate", "representative"}
BARRED = {"state_servant", "commission", "observer", "religious", "charity", "foreign"}
PLACED = {
    "place-institutions": {"mosque", "school", "hospital"}, "place-objects": {"monument", "trees"},
    "place-commission-premises": {"commission_premises"}, "place-polling-area": {"polling_area"},
    "place-private-wall": {"private_wall"}, "place-public-building": {"public_building"},
    "campaigning-at-a-show": {"concert", "sport"},
}  # fmt: skip
# rule: zones, kinds, authors, acts, and what else must be so
REACH = {
    "public-body-prefers": (CAMPAIGN, FORMS - {"activity"}, {"public_body"}, set(law.ACTS), {}),
    "poll-without-its-data": (CAMPAIGN, {"poll"}, set(law.AUTHORS), set(law.ACTS), {"details": False}),
    "barred-author": (CAMPAIGN, FORMS, BARRED, SPOKEN, {}),
    "like-by-one-who-may-not": (CAMPAIGN, FORMS, {"state_servant", "state_company"}, {"like"}, {}),
    "staff-of-a-state-company": (CAMPAIGN, FORMS, {"state_company"}, SPOKEN, {}),
    "minor-in-the-list-of-the-barred": (CAMPAIGN, FORMS, {"minor"}, set(law.ACTS), {}),
    "outlet-without-accreditation": ({"window"}, FORMS, {"media"}, set(law.ACTS), {"accredited": False}),
    "foreign-medium": (CAMPAIGN, FORMS, {"media"}, set(law.ACTS), {"abroad": True}),
    "no-imprint-in-a-medium": ({"window"}, FORMS, {"media"}, set(law.ACTS), {"imprint": False}),
    "no-imprint-in-print": ({"window"}, FORMS, set(law.AUTHORS) - {"media"}, {"print"}, {"imprint": False}),
    "made-abroad": ({"window"}, FORMS, set(law.AUTHORS) - {"media"}, {"print", "broadcast"},
                    {"abroad": True}),
    "copy-not-filed": ({"window"}, FORMS, set(law.AUTHORS) - {"media"}, {"print"}, {"filed": False}),
    "not-paid-by-the-fund": ({"window"}, FORMS, {"candidate", "representative", "party"},
                             {"print", "boost", "broadcast"}, {"fund": False}),
    "hatred": (CAMPAIGN, {"hatred"}, set(law.AUTHORS), set(law.ACTS), {}),
    "bribery": (CAMPAIGN, {"bribery"}, set(law.AUTHORS), set(law.ACTS), {}),
    "discredit": (CAMPAIGN, {"discredit"}, set(law.AUTHORS), set(law.ACTS), {}),
    "charity": (CAMPAIGN | {"after"}, {"charity"}, {"candidate", "representative"}, set(law.ACTS), {}),
    "charity-in-a-candidates-name": (CAMPAIGN | {"after"}, {"charity"}, OTHERS, set(law.ACTS), {}),
    "poll-in-the-ban": ({"silence"}, {"poll"}, set(law.AUTHORS), set(law.ACTS), {}),
    **{name: (CAMPAIGN, FORMS | {"event"}, set(law.AUTHORS), set(law.ACTS), {"place": places})
       for name, places in PLACED.items()},
}  # fmt: skip
IN_2026 = {
    "minor-campaigns": ({"window", "silence"}, FORMS, {"minor"}, set(law.ACTS), {}),
    "minor-is-shown": ({"window", "silence"}, FORMS, set(law.AUTHORS) - {"minor"},
                       set(law.ACTS), {"minor_shown": True}),
}  # fmt: skip


def reached(election, zone, kind, author, act, **more):
    """The names of the rules that fire."""
    answer = law.assess(PACK, {
        "election": election, "published_at": f"{MOMENTS[election][zone]}T12:00:00+06:00", "act": act,
        "author_class": author, "person": "natural", "signals": [{"kind": kind}], **more,
    })  # fmt: skip
    return {name for one in answer for name in one.rules}


@pytest.mark.parametrize("name", [*REACH, *IN_2026])
def test_rule_reaches_as_far_as_the_law_and_no_further(name):
    """Each zone, kind, author and act by itself, the others as the rule wants them."""
    zones, kinds, authors, acts, more = {**REACH, **IN_2026}[name]
    election = "kg-2026-district-13" if name in IN_2026 else "kg-2025-parliament"
    places = more.get("place", {None})
    zone, kind, author, act = (max(some) for some in (zones, kinds, authors, acts))
    place = max(places)
    facts = {**more, "place": place}
    for one in MOMENTS[election]:
        assert (name in reached(election, one, kind, author, act, **facts)) == (one in zones), one
    for one in law.KINDS:
        assert (name in reached(election, zone, one, author, act, **facts)) == (one in kinds), one
    for one in law.ACTS:
        assert (name in reached(election, zone, kind, author, one, **facts)) == (one in acts), one
    for one in law.AUTHORS:
        assert (name in reached(election, zone, kind, one, act, **facts)) == (one in authors), one
    for one in law.PLACES if "place" in more else ():
        said = name in reached(election, zone, kind, author, act, **{**facts, "place": one})
        assert said == (one in places), one


@pytest.mark.parametrize(
    ("name", "zone"),
    [("campaigning-before-the-window", "early"), ("campaigning-in-silence", "silence")],
)
def test_campaigning_out_of_time_is_each_of_the_four_forms_by_anybody(name, zone):
    for election, moments in MOMENTS.items():
        for one, kind in product(moments, law.KINDS):
            said = name in reached(election, one, kind, "voter", "post")
            assert said == (one == zone and kind in FORMS)
        for author, act in product(law.AUTHORS, law.ACTS):
            likes = act == "like" and author in {
                "voter", "candidate", "representative", "party", "media", "company", "platform",
            }  # fmt: skip
            assert (name in reached(election, zone, "call", author, act)) != likes


@pytest.mark.parametrize("act", law.ACTS)
def test_what_stands_is_a_post_or_print_never_a_new_boost_or_meeting(act):
    stands = act in {"print", "post", "repost", "comment", "message"}
    answer = reached("kg-2025-parliament", "silence", "call", "state_servant", act, standing=True)
    assert ("campaigning-in-silence" in answer) != stands


def test_the_rules_above_are_all_the_rules_there_are():
    assert {rule.name for rule in PACK.rules} == {
        *REACH, *IN_2026, "campaigning-before-the-window", "campaigning-in-silence",
    }  # fmt: skip
