"""The closed vocabulary of facts. A pack says with these words when a rule fires, and nothing else."""

KINDS = ("call", "preference", "consequences", "activity", "discredit", "bribery", "charity", "poll",
         "hatred", "event")  # fmt: skip
STANCES = ("for", "against", "none")
AUTHORS = ("voter", "candidate", "representative", "party", "media", "state_servant", "state_company",
           "commission", "observer", "religious", "charity", "minor", "foreign", "company", "platform",
           "public_body")  # fmt: skip
PERSONS = ("natural", "legal")
PLACES = ("mosque", "school", "hospital", "concert", "sport", "monument", "trees", "private_wall",
          "commission_premises", "polling_area", "street", "public_building")  # fmt: skip
ACTS = ("post", "repost", "like", "comment", "boost", "broadcast", "print", "meeting", "message")
# What is so or not so; whoever does not know it leaves it out.
FACTS = ("paid", "accredited", "imprint", "labelled", "synthetic", "consent", "contract", "fund", "abroad",
         "filed", "details", "false", "known", "standing", "permitted", "minor_shown",
         "disclosed")  # fmt: skip
LIABLE = ("poster", "author", "candidate", "representative", "medium", "party", "platform",
          "beneficiary", "organiser", "promoter")  # fmt: skip
CONFIDENCE = ("quoted", "inferred", "assumed")  # from the surest to the least sure
EXACT = ("zoned", "unix")  # the provenances of time that may trigger a rule of time
CONDITIONS = ("kinds", "stances", "zones", "from_event", "to_event", "authors", "not_authors", "persons",
              "places", "acts", "yes", "no")  # fmt: skip
CLOSED = {
    "kinds": KINDS, "stances": STANCES, "authors": AUTHORS, "not_authors": AUTHORS, "persons": PERSONS,
    "places": PLACES, "acts": ACTS, "yes": FACTS, "no": FACTS,
}  # fmt: skip


def weakest(*told: str) -> str:
    """The least sure of them: what rests on an assumption is assumed."""
    return max(told, key=CONFIDENCE.index, default=CONFIDENCE[0])
