"""The end of a term is written as a reader takes it."""

from datetime import datetime

import pytest

from hustings.desk import moments


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2025-10-27T00:00:00", "26.10.2025 24:00"),
        ("2026-01-01T00:00:00", "31.12.2025 24:00"),
        ("2028-03-01T00:00:00", "29.02.2028 24:00"),
        ("2025-10-27T00:01:00", "27.10.2025 00:01"),
        ("2025-10-26T23:59:00", "26.10.2025 23:59"),
    ],
)
def test_is_a_day_earlier_at_24_than_the_midnight_that_begins_the_next(ends, said):
    assert moments.ended(datetime.fromisoformat(ends)) == said
