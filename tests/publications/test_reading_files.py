"""Every row of a file is accounted for: kept, or numbered and explained."""

import json
from datetime import UTC, datetime

import pytest

from hustings.publications import Unreadable, read, shaping, tables

MOMENT = "2025-10-20T10:00:00+06:00"


@pytest.fixture
def written(tmp_path):
    def write(body, name="file.txt"):
        path = tmp_path / name
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return path

    return write


def rows(reading):
    return [row for frame in reading.batches() for row in frame.iter_rows(named=True)]


def test_reads_the_annotated_corpus_shape(written):
    post = {"id": "x1", "lang": "ky", "platform": "facebook", "text": "Ойдон чыгарылган",
            "author": {"name": "Ойдон", "class": "voter"}, "published_at": MOMENT,
            "mentions": [], "signals": []}  # fmt: skip
    reading = read(written(json.dumps(post)))
    (row,) = rows(reading)
    assert reading.format == "jsonl"
    assert (row["item_id"], row["source"], row["author"]["class"]) == ("x1", "facebook", "voter")
    assert row["published_at"] == datetime(2025, 10, 20, 4, tzinfo=UTC)
    assert row["published_at_provenance"] == "zoned"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_reads_csv_of_any_delimiter_with_a_mapping(written, delimiter, mark):
    body = delimiter.join(["nr", "body", "when"]) + "\n" + delimiter.join(["1", "Сөз", MOMENT])
    reading = read(written(mark + body.encode()),
                   mapping={"item_id": "nr", "text": "body", "published_at": "when"})  # fmt: skip
    assert [row["text"] for row in rows(reading)] == ["Сөз"]


def test_reads_utf_16_of_a_spreadsheet(written):
    assert len(rows(read(written(f"id,text,date\n1,Сөз,{MOMENT}".encode("utf-16"))))) == 1


def test_keeps_long_ids_as_text_and_refuses_those_a_spreadsheet_rounded(written):
    reading = read(written(f"id,text,date\n9007199254740993,a,{MOMENT}\n1.23E+17,b,{MOMENT}\n"))
    assert [row["item_id"] for row in rows(reading)] == ["9007199254740993"]
    (bad,) = reading.unreadable
    assert (bad.row, bad.column, bad.value, bad.reason) == (3, "id", "1.23E+17", shaping.MANGLED_ID)


def test_numbers_37_bad_rows_of_200_000(written):
    lines = [f"{number},сөз {number},{MOMENT}" for number in range(200_000)]
    spoilt = {number * 5_000 + 13: kind for number, kind in enumerate("abc" * 12 + "a")}
    for number, kind in spoilt.items():
        lines[number] = {
            "a": f"{number},сөз,31.02.2025", "b": f",сөз,{MOMENT}", "c": f"{number},сөз",
        }[kind]  # fmt: skip
    reading = read(written("id,text,date\n" + "\n".join(lines)))
    assert (reading.rows_read, len(rows(reading)), len(reading.unreadable)) == (
        200_000,
        199_963,
        37,
    )
    assert [bad.row for bad in reading.unreadable] == [number + 2 for number in sorted(spoilt)]
    reasons = {bad.reason for bad in reading.unreadable}
    assert reasons == {shaping.NO_MOMENT, shaping.NO_ID, tables.WRONG_WIDTH}


@pytest.mark.parametrize(
    "when", ["31.02.2025", "2025-13-01", "0202-01-01T00:00:00Z", "45000", "3 h ago", "29.02.2025"]
)
def test_explains_a_date_that_is_none(written, when):
    reading = read(written(f"id,text,date\n1,сөз,{when}"))
    (bad,) = reading.unreadable
    assert (bad.row, bad.column, bad.value, bad.reason) == (2, "date", when, shaping.NO_MOMENT)


@pytest.mark.parametrize(
    ("when", "zone", "provenance"),
    [
        ("2025-10-20 10:00", None, "local"), ("2025-10-20 10:00", "Asia/Bishkek", "zoned"),
        ("1760932800", None, "unix"), ("20.10.2025", None, "date"), ("", None, "unknown"),
    ],
)  # fmt: skip
def test_says_how_a_time_is_known(written, when, zone, provenance):
    (row,) = rows(read(written(f"id,text,date\n1,сөз,{when}"), zone=zone))
    assert row["published_at_provenance"] == provenance


def test_a_late_hour_elsewhere_is_the_next_day_here(written):
    (row,) = rows(read(written("id,text,date\n1,сөз,2025-11-09T23:30:00-04:00")))
    assert row["published_at"] == datetime(2025, 11, 10, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "publications.empty"),
        (b"\xef\xbb\xbf", "publications.empty"),
        (b" \n\n", "publications.empty"),
        (b"id,text,date\n", "publications.header_only"),
        (b"id,text\x00,date\n1,a,b", "publications.nul"),
        (b"id,text,text\n1,a,b", "publications.doubled_header"),
        (b"id,words,date\n1,a,b", "publications.missing_column"),
        (b'id,text,date\n1,"open,b\n2,c,d', "publications.open_quote"),
        ("id,text\n1,Сөз".encode("utf-16-le")[:-1], "publications.not_utf8"),
        ("id,text\n1,Шайлоо".encode("windows-1251"), "publications.not_utf8"),
        (b"GIF89a whatever", "publications.unknown_format"),
        (b'{"name": "x", "type": "public_channel", "messages": [{"id": 1', "publications.cut_json"),
        (b"<rss><channel><item></channel></rss>", "publications.cut_xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>', "publications.hostile_xml"),
    ],
)
def test_refuses_a_file_that_is_none_of_ours(written, body, code):
    path = written(body)
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert refused.value.code == code
    assert path.name in refused.value.say("en")


def test_names_the_row_where_a_quote_was_opened(written):
    body = 'id,text,date\n1,a,\n2,b,\n3,"never closed,\n' + "4,c,\n" * 50
    with pytest.raises(Unreadable, match="row 4"):
        read(written(body))


def test_goes_on_after_a_broken_line_of_json(written):
    good = json.dumps({"id": "1", "text": "сөз", "date": MOMENT})
    reading = read(written(f'{good}\n{{"id": "2", "te\n{good.replace("1", "3", 1)}\n'))
    assert len(rows(reading)) == 2
    (bad,) = reading.unreadable
    assert (bad.row, bad.reason) == (2, tables.NOT_JSON)


def test_knows_a_file_by_its_beginning_not_its_name(written):
    assert read(written(f"id,text,date\n1,a,{MOMENT}", name="posts.json")).format == "csv"


def telegram(*messages, **chat):
    return json.dumps({"name": "Ойдон канал", "type": "public_channel", "id": 9,
                       "messages": list(messages), **chat}, ensure_ascii=False)  # fmt: skip


def message(identity, text, **more):
    return {"id": identity, "type": "message", "date": "2025-10-20T10:00:00",
            "date_unixtime": "1760932800", "from": "Ойдон", "from_id": "channel9", "text": text,
            **more}  # fmt: skip


def test_reads_telegram_text_in_pieces_and_skips_service_messages(written):
    pieces = ["Бир ", {"type": "hashtag", "text": "#эки"}, " үч"]
    body = telegram({"id": 1, "type": "service", "action": "create_channel"}, message(2, pieces))
    (row,) = rows(read(written(body)))
    assert (row["text"], row["item_id"], row["kind"]) == ("Бир #эки үч", "9/2", "post")
    assert row["published_at_provenance"] == "unix"


def test_reads_telegram_control_signs_that_are_no_json(written):
    body = telegram(message(1, "aXb")).replace("aXb", r"a\x0bb")
    assert [row["text"] for row in rows(read(written(body)))] == ["a\x0bb"]


def test_two_telegram_chats_may_number_alike_and_private_ones_are_left_out(written):
    chats = [
        {"name": name, "type": kind, "id": number, "messages": [message(1, name)]}
        for number, (name, kind) in enumerate(
            [("a", "public_channel"), ("b", "public_supergroup"), ("c", "personal_chat")], start=1
        )
    ]
    reading = read(written(json.dumps({"about": "x", "chats": {"list": chats}})))
    assert [row["item_id"] for row in rows(reading)] == ["1/1", "2/1"]


FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Ойдон</title>
<item><guid>g1</guid><link>https://news.example/1</link><title>Баш</title>
<pubDate>Mon, 20 Oct 2025 10:00:00 +0600</pubDate>
<description>&lt;p&gt;Биринчи&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;экинчи&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ойдон</title><entry><id>e1</id>
<title>Баш</title><updated>2025-10-20T10:00:00+06:00</updated><content>Сөз</content>
<link href="https://news.example/2"/></entry></feed>"""


def test_reads_rss_as_a_reader_would_see_it(written):
    (row,) = rows(read(written(FEED)))
    assert row["text"] == "Баш\n\nБиринчи\nэкинчи"
    assert (row["item_id"], row["url"], row["source"]) == ("g1", "https://news.example/1", "news")
    assert row["published_at"] == datetime(2025, 10, 20, 4, tzinfo=UTC)


def test_reads_atom_that_has_only_updated(written):
    (row,) = rows(read(written(ATOM)))
    assert row["published_at"] == datetime(2025, 10, 20, 4, tzinfo=UTC)
    assert row["url"] == "https://news.example/2"
