"""One question put to the law row by row and over columns; the answers must be the same."""

from datetime import datetime

import polars as pl

from hustings import law

SCHEMA = {
    "id": pl.String, "published_at": pl.Datetime("us", "UTC"), "published_at_provenance": pl.String,
    "author_class": pl.String, "person": pl.String,
    "signals": pl.List(pl.Struct({"kind": pl.String, "stance": pl.String})),
    **dict.fromkeys(("place", "act", "area"), pl.String), **dict.fromkeys(law.FACTS, pl.Boolean),
}  # fmt: skip


def asker(pack, election):
    """asked(moment, *signals, author=, person=, **facts) → the indications; moments are ISO 8601 with
    offset, signals as in the examples of a pack: `call`, `call/against`.
    """

    def asked(moment, *signals, author="voter", person="natural", **facts):
        said = [one.partition("/") for one in signals]
        row = {
            "published_at": datetime.fromisoformat(moment), "published_at_provenance": "zoned",
            "author_class": author, "person": person,
            "signals": [{"kind": kind, "stance": stance or "none"} for kind, _, stance in said], **facts,
        }  # fmt: skip
        alone = law.assess(pack, {"election": election, **row})
        frame = pl.DataFrame([{"id": "1", **row}], schema=SCHEMA)
        together = law.assess_columns(pack, frame, election=pack.election(election))
        assert together["indications"][0].to_list() == [one.as_dict() for one in alone]
        return alone

    return asked


def offences(found):
    """The offences of an answer, without the code of their pack."""
    return [one.offence.partition("/")[2] for one in found]
