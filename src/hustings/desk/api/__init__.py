"""The same acts for programs, through the same doors."""
