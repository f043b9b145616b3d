"""Sittings, agenda, quorum, recusal, votes, numbered resolutions."""
