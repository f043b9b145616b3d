"""Texts put together from what people say in a campaign, for properties of screening. Nobody here exists."""

from hypothesis import strategies as st

from hustings import law

SAID = """Голосуйте за|добуш бергиле|Сынаков Азамат|Сынакова|Азамат|Кыялев|2-округ, №3|Ойдон Күч
«Ойдон Күч»|мектеп курулат|акча берди|1000 сом|вор и жулик|жалган|опрос: за кого?|концерт болот
помог детям|үгүт|Кадыр Рахат|Бүгүн күн жылуу болот|Ремонт дороги|базарда|http://misal.example/x
#СынаковАзамат|С ы н а к о в|Мисал уулу Нурдин|сказал|депутат|кандидат|не|эмес|партия|программа
ЖЕҢИШ|!!!|❗|?|)|(|:|"|«|»|— |🙏|😂|✅|5%|0555 12-34-56|\n|. |, |...|Примеров Азамат Олегович
Мырсынов|выбор|президент|народ|эл үчүн|vote for|saylov|nomzod|ovoz bering|1|2|№""".replace(
    "\n", "|"
).split("|")
AUTHORS = [*law.AUTHORS, None, "ойдон"]


SIGNS = "?!1❗‼%5 7٣- -()«“\"#\nht'p_²№ABCDaя\u00a0Я😂🤡❤🙏✅🗳⚠👎\u2028éǅ\u0301\u200d_"

pieces = st.lists(
    st.sampled_from(
        [*SIGNS, "http://a.b/C?d", "www.x", " 123-45-67 ", "1234-567", "HTTP", " %", "ШУМ"]
    ),
    max_size=14,
).map("".join)


def said(chance):
    parts = (chance.choice(SAID) for _ in range(chance.randrange(14)))
    text = "".join(part + chance.choice(["", " ", " ", " ", " "]) for part in parts)
    return text if chance.random() < 0.8 else text.upper()
