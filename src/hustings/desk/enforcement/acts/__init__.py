"""Everything that carries a resolution out: one function an act, one transaction, one line."""

from hustings.desk.enforcement.acts.appealing import decide_appeal, file_appeal
from hustings.desk.enforcement.acts.carrying import carry_out
from hustings.desk.enforcement.acts.imposing import impose, stop
from hustings.desk.enforcement.acts.penalising import draw_protocol, record_payment, serve, warn
from hustings.desk.enforcement.acts.referring import receive, refer, send_back

__all__ = [
    "carry_out", "decide_appeal", "draw_protocol", "file_appeal", "impose", "receive",
    "record_payment", "refer", "send_back", "serve", "stop", "warn",
]  # fmt: skip
