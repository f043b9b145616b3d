"""What the rest of a text says about who is meant: district, number, company, namesakes.

The weights are logits. They were set by hand on two folds of an invented corpus and rounded; no
weight belongs to a name, a person, a party or a district.
"""

import polars as pl

from hustings.screening.names_index import Index

# What stands there …
FULL, INITIALS, PATRONYMICS, SURNAME, GIVEN = 3.2, 3.0, 1.5, 1.2, -4.0
SLIP, SLIP_ALONE, UNCERTAIN, UNLIKE, SMALL = -0.7, -2.2, -1.0, -2.0, -3.0
NICKNAME, AGAIN = 2.5, 6.0  # AGAIN: the same candidate is named in full in this text
# … and what the rest of the text says: (beside a surname, beside a given name alone).
DISTRICT, DISTRICT_LIKELY, DISTRICT_MAYBE = (2.5, 4.7), (1.7, 3.0), (0.8, 1.5)
ELSEWHERE, ELSEWHERE_FULL = -2.5, -1.0
NUMBER, NUMBER_MAYBE = (1.5, 4.2), (0.8, 2.0)
COMPANY = (1.5, 4.1)  # somebody else of that district is named in full
OCCUPATION, RESPECT = (1.0, 0.7), (0.3, 1.0)
STRANGER, OTHER_INITIAL, NAMESAKE, PUPIL, ADVERT, PLACE = -6.0, -6.0, -5.0, -5.0, -5.0, -4.0
OTHER_WORK = -2.5
GRAMMAR = 1.5  # a case, a verb or the language speaks for a man or for a woman
NO_CAMPAIGN, NO_CAMPAIGN_UNSHAPED, NO_CAMPAIGN_GIVEN = -0.5, -1.0, -2.5
REPEATED = 0.8
BRIEF = -4.0
BEGINS = -1.0  # a capital that the beginning of a sentence explains
PLURAL = -1.0  # … and the word may be a Russian genitive plural: волков не жалко
ORDINARY = -3.0  # both parts are in small letters in a text that has capitals
PLAIN, LIKELY, MAYBE = 0.8, 0.5, 0.25  # how sure a district or a number must be
MANY = 2  # words of trade, from which on a text may be an advertisement
NEAR = 4  # words, within which a pupil's or another's work speaks about the person named

ROW_FLAGS = ("campaign", "advert", "namesake", "russian", "turkic")
_BEGINNING = (pl.col("start") == 0) | pl.col("gap").str.contains(r"[.!?…\n]")
FEMININE = r"(?:ал|ил|ел|ул|ол|шл)а(?:с)?$"
MASCULINE = r"(?:ал|ил|ел|ул|ол|шел)(?:са)?$"


def weigh(
    spans: pl.DataFrame,
    *,
    words: pl.DataFrame,
    told: pl.DataFrame,
    districts: pl.DataFrame,
    numbers: pl.DataFrame,
    index: Index,
) -> pl.DataFrame:
    """Adds `probability` to `names_spans.spans` (with `near`, of `names_places.near`): that this
    candidate is meant there.

    Several candidates who may be meant by the same words share the probability of the
    likeliest, in proportion to their odds; places only tell them apart, they make nobody likelier
    to be meant at all.
    """
    people = index.people.select(
        "candidate", "district", "number", "shaped", "brief", "sex", "occupation", "common"
    )
    known = spans.join(people, on="candidate", how="left").join(
        _rows(words, told), on="row", how="left"
    )
    known = _company(_placed(known, districts, numbers))
    known = _grammar(_worked(_next_to(known, told), told), words)
    begins = words.filter(_BEGINNING)["at"].implode()
    plural = words.filter(pl.col("key").str.contains("[ое]в$"))["at"].implode()
    known = known.with_columns(
        pl.col("at").is_in(begins).alias("begins"),
        (pl.col("to").is_in(plural) & (pl.col("russian") > pl.col("turkic"))).alias("plural"),
    )
    rivalled = (pl.col("surname") & pl.col("alike")).any().over("row", "at")
    known = known.with_columns(rivalled.alias("rivalled")).with_columns(_logit().alias("logit"))
    odds = (pl.col("logit") + pl.col("near").fill_null(0.0)).exp()
    likeliest = pl.col("logit").max().over("row", "at")
    meant = 1 / (1 + (-likeliest).exp())
    return known.with_columns((meant * odds / odds.sum().over("row", "at")).alias("probability"))


def _rows(words: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """[row, ROW_FLAGS as counts, denied, phone, small]: what a whole text tells."""
    counted = told.group_by("row").agg(
        (pl.col("told") == flag).sum().cast(pl.Int32).alias(flag) for flag in ROW_FLAGS
    )
    shape = words.group_by("row").agg(
        pl.col("raw").str.contains(r"^0\d{2,3}$").any().alias("phone"),
        (pl.col("capital").sum() == 0).alias("small"),
    )
    return (
        shape.join(counted, on="row", how="left")
        .join(_denied(words, told), on="row", how="left")
        .with_columns(pl.col(ROW_FLAGS).fill_null(0), pl.col("denied").fill_null(value=False))
    )


def _denied(words: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """[row, denied] of texts that say: this is no candidate, or: only the names are alike."""
    kinds = ("runs", "goes", "denies", "name_word", "alike")
    at = {kind: told.filter(pl.col("told") == kind)["at"].implode() for kind in kinds}
    here = pl.col("at")
    turkic = pl.col("key").str.contains("^(?:емес|емас|жок)")
    no = here.is_in(at["denies"])
    after = (here - 1).is_in(at["runs"]) & (pl.col("key") != "жок")
    gone = (here - 2).is_in(at["goes"])
    before = (here + 1).is_in(at["runs"]) | ((here + 2).is_in(at["runs"]) & (pl.col("key") != "не"))
    alike = here.is_in(at["alike"]) & pl.any_horizontal(
        (here - by).is_in(at["name_word"]) for by in (1, 2, 3)
    )
    denied = (no & turkic & (after | gone)) | (no & ~turkic & before) | alike
    return words.filter(denied).select("row").unique().with_columns(denied=pl.lit(value=True))


def _placed(known: pl.DataFrame, districts: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Adds here, somewhere and numbered: how surely the candidate's district, any district and
    the candidate's number are named in the text.
    """
    where = districts.group_by("row", pl.col("value").cast(pl.String).alias("district")).agg(
        pl.col("sure").max().alias("here")
    )
    anywhere = where.group_by("row").agg(pl.col("here").max().alias("somewhere"))
    which = numbers.group_by("row", pl.col("value").alias("number")).agg(
        pl.col("sure").max().alias("numbered")
    )
    return (
        known.join(where, on=["row", "district"], how="left")
        .join(anywhere, on="row", how="left")
        .join(which, on=["row", "number"], how="left")
        .with_columns(pl.col("here", "somewhere", "numbered").fill_null(0.0))
    )


def _company(known: pl.DataFrame) -> pl.DataFrame:
    """Adds again, company and repeated: this candidate, or one of the same district, is named
    in full; the same word stands more than once.
    """
    full = (pl.col("strength") >= MANY) & ~pl.col("stranger")
    named = known.filter(full).select("row", "candidate", "district").unique()
    again = named.select("row", "candidate", again=pl.lit(value=True))
    company = named.group_by("row", "district").agg(company=pl.lit(value=True))
    return (
        known.join(again, on=["row", "candidate"], how="left")
        .join(company, on=["row", "district"], how="left")
        .with_columns(
            pl.col("again", "company").fill_null(value=False),
            (pl.len().over("row", "candidate") > 1).alias("repeated"),
        )
    )


def _next_to(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    at = {
        kind: told.filter(pl.col("told") == kind)["at"].implode()
        for kind in ("pupil", "place", "respect", "oblique")
    }
    before, after = pl.col("at") - 1, pl.col("to") + 1
    return known.with_columns(
        pl.any_horizontal((pl.col("to") + by).is_in(at["pupil"]) for by in range(1, NEAR)).alias(
            "pupil"
        ),
        (after.is_in(at["place"]) | before.is_in(at["place"])).alias("place"),
        (after.is_in(at["respect"]) | before.is_in(at["respect"])).alias("respect"),
        before.is_in(at["oblique"]).alias("governed"),
    )


def _worked(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Adds works (the candidate's occupation is named) and other_work (another stands beside)."""
    named = told.filter(pl.col("told") == "occupation").select("at", "row", work="value")
    here = named.select("row", occupation="work", works=pl.lit(value=True)).unique()
    beside = (
        known.select("at", "to", "row", "candidate", "occupation")
        .join(named.rename({"at": "there"}), on="row")
        .filter(pl.col("there").is_between(pl.col("at") - NEAR, pl.col("to") + NEAR))
        .group_by("at", "candidate")
        .agg((pl.col("work") == pl.col("occupation")).any().alias("same"))
    )
    return (
        known.join(here, on=["row", "occupation"], how="left")
        .join(beside, on=["at", "candidate"], how="left")
        .with_columns(
            pl.col("works").fill_null(value=False),
            (~pl.col("same")).fill_null(value=False).alias("other_work"),
        )
    )


def _grammar(known: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Adds grammar: + for a reading that the case, the verb or the language supports, − against.

    In Russian, -ова is a woman's nominative and a man's genitive; in Turkic texts only the first.
    """
    ends = [
        (pl.col("to") + by).is_in(words.filter(pl.col("key").str.contains(form))["at"].implode())
        for form in (FEMININE, MASCULINE)
        for by in (1, 2, 3)
    ]
    she, he = pl.any_horizontal(ends[:3]), pl.any_horizontal(ends[3:])
    turkic = pl.col("turkic") > pl.col("russian")
    oblique = ~pl.col("bare") & pl.col("ambiguous")
    fits = (
        pl.when(turkic)
        .then(pl.when(oblique).then(-1).otherwise(0))
        .when("governed")
        .then(pl.when(oblique).then(1).otherwise(0))
        .when(pl.col("russian") > 0)
        .then(pl.when(oblique).then(-1).otherwise(0))
        .otherwise(0)
    )
    verb = (
        pl.when(she & ~he & (pl.col("sex") == "F"))
        .then(1)
        .when(he & ~she & (pl.col("sex") == "M"))
        .then(1)
        .otherwise(0)
    )
    russian = pl.col("russian") >= pl.col("turkic")
    return known.with_columns((fits + pl.when(russian).then(verb).otherwise(0)).alias("grammar"))


def _logit() -> pl.Expr:
    full = pl.col("surname") & pl.col("given")
    alone = pl.col("surname") & ~full & (pl.col("initial") == 0) & ~pl.col("patronymic")
    given = ~pl.col("surname") & ~(pl.col("given") & pl.col("patronymic"))
    weak = alone | given
    context = _evidence(given)
    return (
        _base(full)
        + pl.when(weak | (pl.col("surname") & pl.col("slip")))
        .then(context)
        .when(~full)
        .then(context.clip(-1, 2))
        .otherwise(context.clip(-1, 1))
        + pl.when(pl.col("again") & weak).then(AGAIN).otherwise(0.0)
        + pl.when(alone).then(pl.col("grammar") * GRAMMAR).otherwise(0.0)
        + _doubts(full, alone, given)
    )


def _base(full: pl.Expr) -> pl.Expr:
    return (
        pl.when(full)
        .then(FULL)
        .when(pl.col("surname") & ((pl.col("initial") == 1) | pl.col("patronymic")))
        .then(INITIALS)
        .when("surname")
        .then(SURNAME)
        .when(pl.col("given") & pl.col("patronymic"))
        .then(PATRONYMICS)
        .otherwise(GIVEN)
    )


def _evidence(given: pl.Expr) -> pl.Expr:
    def either(weights: tuple[float, float]) -> pl.Expr:
        return pl.when(given).then(weights[1]).otherwise(weights[0])

    elsewhere = (
        pl.when(pl.col("surname") & pl.col("given")).then(ELSEWHERE_FULL).otherwise(ELSEWHERE)
    )
    here = (
        pl.when(pl.col("here") > PLAIN)
        .then(either(DISTRICT))
        .when(pl.col("here") > LIKELY)
        .then(either(DISTRICT_LIKELY))
        .when(pl.col("somewhere") > PLAIN)
        .then(elsewhere)
        .when((pl.col("here") > MAYBE) & ((pl.col("campaign") > 0) | (pl.col("numbered") >= PLAIN)))
        .then(either(DISTRICT_MAYBE))
        .otherwise(0.0)
    )
    possible = (pl.col("here") > MAYBE) | (pl.col("somewhere") < PLAIN)
    number = (
        pl.when(possible & (pl.col("numbered") > PLAIN - 0.1))
        .then(either(NUMBER))
        .when(possible & (pl.col("numbered") >= LIKELY))
        .then(either(NUMBER_MAYBE))
        .otherwise(0.0)
    )
    return (
        here
        + number
        + pl.when("company").then(either(COMPANY)).otherwise(0.0)
        + pl.when("works").then(either(OCCUPATION)).otherwise(0.0)
        + pl.when("respect").then(either(RESPECT)).otherwise(0.0)
        + pl.when("repeated").then(REPEATED).otherwise(0.0)
        + pl.when("nickname").then(NICKNAME).otherwise(0.0)
    )


def _doubts(full: pl.Expr, alone: pl.Expr, given: pl.Expr) -> pl.Expr:
    trade = (pl.col("phone") & (pl.col("advert") >= MANY)) & (pl.col("campaign") == 0)
    shaped = pl.col("shaped")
    out_of_campaign = (
        pl.when(shaped)
        .then(NO_CAMPAIGN)
        .when("common")
        .then(NO_CAMPAIGN_GIVEN)
        .otherwise(NO_CAMPAIGN_UNSHAPED)
    )
    quiet = alone & (pl.col("campaign") == 0) & (pl.col("here") == 0)
    small = ~pl.col("capital") & (given | (alone & ~(pl.col("small") & shaped)))
    doubts = (
        (pl.col("stranger"), STRANGER),
        (pl.col("initial") == -1, OTHER_INITIAL),
        (pl.col("namesake") + pl.col("denied") > 0, NAMESAKE),
        (pl.col("pupil"), PUPIL),
        (trade, ADVERT),
        (small, SMALL),
        ((alone | given) & pl.col("place"), PLACE),
        (~pl.col("certain"), UNCERTAIN),
        (pl.col("rivalled") & ~pl.col("alike"), UNLIKE),
        (alone & pl.col("brief"), BRIEF),
        (alone & ~shaped & pl.col("begins"), BEGINS),
        (quiet & pl.col("plural") & (pl.col("begins") | ~pl.col("capital")), PLURAL),
        (full & ~pl.col("capital") & ~pl.col("small") & ~shaped, ORDINARY),
        (pl.col("slip") & full, SLIP),
        (pl.col("slip") & ~full, SLIP_ALONE),
        (pl.col("other_work") & (pl.col("campaign") == 0) & (pl.col("here") == 0), OTHER_WORK),
    )
    return pl.sum_horizontal(
        pl.when(doubt).then(weight).otherwise(0.0) for doubt, weight in doubts
    ) + pl.when(quiet).then(out_of_campaign).otherwise(0.0)
