"""Hustings: the desk of an election commission for the weeks of a campaign."""

__version__ = "0.1.0"
