"""How the end of a term is written."""

from datetime import datetime, time, timedelta


def ended(local: datetime) -> str:
    """26.10.2025 24:00 rather than 27.10.2025 00:00, which a reader takes for a day more than there
    is; ISO 8601-1:2019 has 24:00 as the end of a day.
    """
    if local.time() == time():
        return f"{local - timedelta(days=1):%d.%m.%Y} 24:00"
    return f"{local:%d.%m.%Y %H:%M}"
