"""Everything that carries a resolution out: one function an act, one transaction, one line."""

from hustings.desk.enforcement.acts.appealing import decide_appeal, file_appeal
from hustings.desk.enforcement.acts.penalising import (
    draw_protocol,
    impose,
    record_payment,
    serve,
    warn,
)
from hustings.desk.enforcement.acts.referring import receive, refer, send_back

__all__ = [
    "decide_appeal", "draw_protocol", "file_appeal", "impose", "receive", "record_payment", "refer",
    "send_back", "serve", "warn",
]  # fmt: skip
