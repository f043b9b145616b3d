"""Respondents and provisions, explanations, the working group's proposal."""
