"""Acts, kinds and steps in the reader's words. Django's catalogues translate them."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from hustings.desk.templatetags.desk import in_words

Words = str | Promise

ACTS: Mapping[str, Words] = MappingProxyType(
    {
        "monitoring.screen": _("publication came in and was screened"),
        "monitoring.put_forward": _("put forward by a person, with facts"),
        "review.confirm": _("indication confirmed"),
        "review.dismiss": _("indication dismissed"),
        "review.undo": _("judgement undone"),
        "review.reopen": _("indication reopened"),
        "review.skip": _("indication skipped"),
        "review.take": _("indication taken for review"),
        "review.reading_open": _("reading opened"),
        "review.reading_next": _("publication dealt to a reader"),
        "review.reading_answer": _("publication read and answered"),
        "review.reading_skip": _("publication skipped in the reading"),
        "review.reading_undo": _("answer of the reading undone"),
        "review.reading_take_over": _("judgement of the queue taken over into the reading"),
        "review.reading_close": _("reading closed"),
        "cases.open": _("case opened"),
        "cases.attach": _("finding attached"),
        "cases.name_respondent": _("respondent named"),
        "cases.charge": _("provision alleged"),
        "cases.notify": _("notice sent"),
        "cases.explain": _("explanation received through the respondent's link"),
        "cases.record_explanation": _("explanation recorded"),
        "cases.lapse": _("lapse of the term recorded"),
        "cases.recommend": _("outcome recommended"),
        "cases.draft_proposal": _("proposal drafted"),
        "cases.adopt_proposal": _("proposal adopted by the working group"),
        "cases.withdraw_proposal": _("proposal withdrawn"),
        "commission.call_sitting": _("sitting called"),
        "commission.put_on_agenda": _("put on the agenda"),
        "commission.record_presence": _("presence recorded"),
        "commission.open_sitting": _("sitting opened"),
        "commission.recuse": _("member recused"),
        "commission.set_outcome": _("outcome put to the vote"),
        "commission.hear": _("heard; voting opened"),
        "commission.vote": _("vote given"),
        "commission.adopt": _("resolution adopted"),
        "commission.reject": _("proposal rejected by the commission"),
        "commission.postpone": _("item postponed"),
        "commission.close_sitting": _("sitting closed"),
        "enforcement.refer": _("materials referred"),
        "enforcement.receive": _("materials received"),
        "enforcement.return": _("materials returned"),
        "enforcement.draw_protocol": _("protocol on the offence drawn"),
        "enforcement.impose": _("fine imposed"),
        "enforcement.warn": _("warning given"),
        "enforcement.serve": _("penalty served"),
        "enforcement.carry_out": _("outcome carried out"),
        "enforcement.stop": _("running sum stopped"),
        "enforcement.record_payment": _("payment recorded"),
        "enforcement.record_appeal": _("appeal filed"),
        "enforcement.decide_appeal": _("appeal decided"),
        "law.adopt_calendar": _("a date of the calendar moved"),
        "law.adopt_pack": _("a changed law taken into use"),
        "law.find_anew": _("found anew by the law taken into use"),
        "law.look": _("changed answer looked at"),
        "register.prepare": _("register entry prepared"),
        "register.publish": _("register entry published"),
        "register.correct": _("register entry corrected"),
        "register.withdraw": _("register entry withdrawn"),
    }
)

RESPONDENT: Words = _("the respondent")  # the one act that nobody of the desk does

# What a timeline can be narrowed to, and the acts that belong there.
KINDS: Mapping[str, tuple[Words, tuple[str, ...]]] = MappingProxyType(
    {
        "evidence": (_("evidence"), ("monitoring.", "review.", "cases.open", "cases.attach")),
        "parties": (_("respondents and charges"), ("cases.name_", "cases.charge")),
        "letters": (
            _("notices and explanations"),
            ("cases.notify", "cases.explain", "cases.record_", "cases.lapse"),
        ),
        "group": (_("working group"), ("cases.recommend", "cases.draft", "cases.adopt",
                                       "cases.withdraw")),
        "commission": (_("commission"), ("commission.",)),
        "execution": (_("execution and publication"), ("enforcement.", "register.")),
        "law": (_("changes of the law in use"), ("law.",)),
    }
)  # fmt: skip

STAGES: Mapping[str, Words] = MappingProxyType(
    {
        "opened": _("with the working group"),
        "proposed": _("proposal adopted"),
        "on_agenda": _("on the agenda"),
        "decided": _("decided"),
        "referred": _("referred"),
        "closed": _("closed"),
    }
)

STEPS: Mapping[str, Words] = MappingProxyType(
    {
        "name": _("Name who answers for each account"),
        "charge": _("Add what is alleged"),
        "notify": _("Send the notices"),
        "hear": _("Hear the respondents, or record the lapse"),
        "draft": _("Draft the proposal"),
        "adopt": _("Adopt the proposal (not its drafter)"),
        "agenda": _("Put the case on an agenda"),
        "sit": _("Decide at the sitting"),
        "refer": _("Refer to the authorised official"),
        "execute": _("Execute the resolution"),
        "none": _("Nothing: the case is closed"),
    }
)

ROLES: Mapping[str, Words] = MappingProxyType(
    {
        "lawyer": _("lawyer"),
        "head": _("head of the working group"),
        "secretary": _("secretary"),
        "member": _("member of the commission"),
        "official": _("authorised official"),
    }
)

HOW: Mapping[str, Words] = MappingProxyType(
    {
        "link": _("through their own link"),
        "oral": _("orally, recorded by the group"),
        "paper": _("on paper"),
    }
)

EXHIBITS: Mapping[str, Words] = MappingProxyType(
    {"original": _("original file"), "record": _("record as read")}
)

PERSON_KINDS: Mapping[str, Words] = MappingProxyType(
    {"natural": _("natural person"), "legal": _("legal person")}
)

# How the desk knows when something was published (the archive's field of that name).
PROVENANCE: Mapping[str, Words] = MappingProxyType(
    {
        "zoned": _("as the source says, with its time zone"),
        "unix": _("as the source says, in seconds since 1970"),
        "local": _("local time; the zone is assumed"),
        "date": _("only the day is known"),
        "relative": _("reckoned from “… ago”"),
        "unknown": _("not known"),
    }
)


cited = lazy(in_words, str)  # a citation for a refusal, in the language it will be said in


def act_words(act: str) -> Words:
    """An act as the timeline says it; an act of a room to come stands under its own name."""
    return ACTS.get(act, act)
