"""A publication that is only a picture arrives, with the names of its media as the file gives them."""

import io
import json
import stat
import zipfile

import pytest

from hustings import publications
from hustings.publications import Unreadable, bundles, read, shaping
from hustings.publications.bundles import Bundle

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


def refused(code):
    return pytest.raises(Unreadable, check=lambda refusal: refusal.code == code)


def lines(*media, text=""):
    return "\n".join(
        json.dumps({"id": str(number), "text": text, "published_at": MOMENT, "media": one})
        for number, one in enumerate(media)
    )


@pytest.mark.parametrize(
    ("media", "kept"),
    [
        (["a.png"], ["a.png"]), (["a.png", " b.jpg "], ["a.png", "b.jpg"]),
        ([{"type": "photo", "file": "a.png"}], ["a.png"]),
        ([{"url": "https://x.example/a.png", "file": None}], ["https://x.example/a.png"]),
        ("a.png", ["a.png"]), ("a.png | b.jpg", ["a.png", "b.jpg"]),
    ],
)  # fmt: skip
def test_json_lines_keep_media_and_need_no_text_then(written, media, kept):
    (row,) = rows(read(written(lines(media))))
    assert (row["media"], row["text"]) == (kept, "")


@pytest.mark.parametrize("media", [[], None, "", [""], [None]])
def test_without_text_and_without_media_there_is_nothing_to_screen(written, media):
    reading = read(written(lines(["a.png"]) + "\n" + lines(media).replace('"0"', '"9"')))
    assert [row["item_id"] for row in rows(reading)] == ["0"]
    (bad,) = reading.unreadable
    assert (bad.row, bad.reason) == (2, shaping.NO_TEXT)


def test_an_object_that_names_nothing_is_no_medium(written):
    reading = read(written(lines([{"type": "photo"}], [{"type": "photo", "url": "b.png"}])))
    assert [row["media"] for row in rows(reading)] == [["b.png"]]


def test_text_alone_and_media_of_several_shapes_stand_in_one_file(written):
    body = "\n".join([lines(["a.png"]), lines(None, text="Сөз").replace('"0"', '"1"'),
                      lines([], text="Сөз").replace('"0"', '"2"')])  # fmt: skip
    assert [row["media"] for row in rows(read(written(body)))] == [["a.png"], [], []]


def test_a_csv_has_them_in_one_cell(written):
    reading = read(written(f"id,text,date,media\n1,,{MOMENT},a.png|фото 2.jpg\n2,сөз,{MOMENT},\n"))
    assert [row["media"] for row in rows(reading)] == [["a.png", "фото 2.jpg"], []]
    assert reading.unreadable == []


def test_a_csv_may_have_pictures_and_no_column_of_text(written):
    reading = read(written(f"id,date,media\n1,{MOMENT},a.png\n2,{MOMENT},\n"))
    assert [(row["text"], row["media"]) for row in rows(reading)] == [("", ["a.png"])]
    assert reading.unreadable[0].reason == shaping.NO_TEXT


def test_another_column_is_named_by_hand(written):
    reading = read(
        written(f"id,date,bild\n1,{MOMENT},a.png\n"), mapping={"media": "bild", "text": "bild"}
    )
    assert rows(reading)[0]["media"] == ["a.png"]


def chat(*messages):
    return json.dumps({"name": "Ойдон канал", "type": "public_channel", "id": 7, "messages": [
        {"type": "message", "date_unixtime": "1760932800", "from_id": "channel7", **one}
        for one in messages]})  # fmt: skip


def test_telegram_gives_its_photos_and_pictures_sent_as_files(written):
    body = chat(
        {"id": 1, "text": "", "photo": "photos/photo_1.jpg"},
        {"id": 2, "text": "", "file": "files/a.png", "mime_type": "image/png"},
        {"id": 3, "text": "", "file": "files/a.ogg", "mime_type": "audio/ogg"},
        {"id": 4, "text": "сөз"},
        {"id": 5, "text": "", "photo": "(File not included. Change data exporting settings.)"},
    )
    found = {row["item_id"]: row["media"] for row in rows(read(written(body)))}
    assert found == {"7/1": ["photos/photo_1.jpg"], "7/2": ["files/a.png"], "7/4": [],
                     "7/5": ["(File not included. Change data exporting settings.)"]}  # fmt: skip


def test_the_archive_keeps_them(written, tmp_path):
    reading = read(written(lines(["a.png"])))
    archive = publications.Archive(tmp_path / "archive")
    archive.keep(
        reading, raw_ref="sha256:" + "0" * 64, collected_at=rows(reading)[0]["published_at"]
    )
    (row,) = archive.scan().collect().iter_rows(named=True)
    assert (row["text"], row["media"]) == ("", ["a.png"])


def zipped(members, *, method=zipfile.ZIP_DEFLATED, change=None):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, body in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            if change:
                change(info)
            archive.writestr(info, body)
    return held.getvalue()


EXPORT = {
    "ChatExport/result.json": chat({"id": 1, "text": "", "photo": "photos/1.jpg"}),
    "ChatExport/photos/1.jpg": b"jpeg", "ChatExport/photos/2.jpg": b"other",
}  # fmt: skip


def test_a_zip_is_read_as_the_file_in_it_and_finds_media_beside_that(written):
    body = zipped(EXPORT)
    (row,) = rows(read(written(body, "export.zip")))
    bundle = Bundle.of(body, "export.zip")
    assert (row["source"], bundle.name) == ("telegram", "result.json")
    assert bundle.medium(row["media"][0]) == b"jpeg"
    assert bundle.medium("./photos/../photos/2.jpg") == b"other"
    for odd in ("", "photos/3.jpg", "../ChatExport/result.json", "/etc/passwd", "(File not …)"):
        assert bundle.medium(odd) is None


@pytest.mark.parametrize(
    "name", ["../a.json", "a/../../b.json", "/a.json", "a\\b.json", "C:/a.json"]
)
def test_a_name_that_leads_out_is_refused(name):
    with refused("publications.hostile_archive"):
        Bundle.of(zipped({name: "{}"}), "a.zip")


def test_a_link_a_bomb_and_a_locked_member_are_refused():
    def link(info):
        info.external_attr = (stat.S_IFLNK | 0o777) << 16

    with refused("publications.hostile_archive"):
        Bundle.of(zipped({"a.json": "{}"}, change=link), "a.zip")
    with refused("publications.bomb"):
        Bundle.of(zipped({"a.json": "{}", "a.jpg": b"\0" * (4 << 20)}), "a.zip")
    locked = bytearray(zipped({"a.json": "{}"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with refused("publications.locked_archive"):
        Bundle.of(bytes(locked), "a.zip")


def test_a_member_that_lies_about_its_size_is_cut_off(monkeypatch):
    monkeypatch.setattr(bundles, "LONGEST_DOCUMENT", 10)
    with refused("publications.large_member"):
        Bundle.of(zipped({"a.json": "x" * 11}), "a.zip")


@pytest.mark.parametrize(
    "members",
    [{}, {"a.jpg": b""}, {"a.json": "{}", "b.csv": ""}, {"a.zip": zipped({"a.json": ""})}],
)
def test_needs_exactly_one_file_of_publications(members):
    with refused("publications.archive_of_what"):
        Bundle.of(zipped(members) if members else zipped({"readme.txt": b""}), "a.zip")


@pytest.mark.parametrize("cut", [10, 40, 200])
def test_a_cut_archive_is_refused(cut):
    with refused("publications.damaged_archive"):
        Bundle.of(zipped(EXPORT)[:-cut], "a.zip")


def test_a_spoilt_member_is_refused():
    body = bytearray(zipped({"a.json": "{" + "x" * 500 + "}"}, method=zipfile.ZIP_STORED))
    body[200] ^= 0xFF
    with refused("publications.damaged_archive"):
        Bundle.of(bytes(body), "a.zip")
