"""The law as the desk works on it: read by everybody, changed by an act, never silently."""
