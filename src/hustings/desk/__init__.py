"""The Django project: one app for each room of the office."""
