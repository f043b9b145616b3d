"""Words in pictures are read with their boxes by a real tesseract; what is no picture is refused."""

import io
import json
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import polars as pl
import pytest

from hustings import publications, screening
from hustings.refusal import Refusal
from hustings.screening import (
    claims,
    copies,
    pictures,
    pictures_joined,
    pictures_likeness,
    pictures_points,
)

pytest.importorskip("PIL", reason="the extra pictures (Pillow) is not installed")
from PIL import Image, ImageDraw, ImageFilter, ImageFont, PngImagePlugin

# All of it is invented: places, sums and events.
KYRGYZ = (
    "Ойдон айылындагы участкада түнү бою\nжети миң бюллетень жашыруун алмаштырылып,\n"
    "үкөктөр сарайга көмүлгөн дешет"
)
RUSSIAN = (
    "В посёлке Вымысловка ночью тайком\nвывезли семь тысяч бюллетеней,\n"
    "а урны спрятали в сарае у реки"
)
CLAIMS = {"c-ky": KYRGYZ.replace("\n", " "), "c-ru": RUSSIAN.replace("\n", " ")}


def languages():
    if shutil.which("tesseract") is None:
        return set()
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    return set(listed.stdout.split())


reads = pytest.mark.skipif(
    not {"kir", "rus"} <= languages(),
    reason="tesseract with kir and rus is not here (Debian: tesseract-ocr-kir, tesseract-ocr-rus)",
)


def font(size):
    for place in ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "DejaVuSans.ttf"):
        try:
            return ImageFont.truetype(place, size)
        except OSError:
            continue
    pytest.skip("the font DejaVu Sans is not here (Debian: fonts-dejavu-core)")


def drawn(text, *, size=30, ink="black", paper="white", margin=40):
    """A picture of the text."""
    letters = font(size)
    box = ImageDraw.Draw(Image.new("RGB", (1, 1))).multiline_textbbox((0, 0), text, font=letters)
    picture = Image.new("RGB", (int(box[2]) + 2 * margin, int(box[3]) + 2 * margin), paper)
    ImageDraw.Draw(picture).multiline_text((margin, margin), text, font=letters, fill=ink)
    return picture


def noisy(picture, how):
    """The picture as it comes out of the third chat it went through."""
    if how == "pressed":
        return picture.resize((picture.width * 2 // 3, picture.height * 2 // 3)).resize(
            picture.size
        )
    if how == "blurred":
        return picture.filter(ImageFilter.GaussianBlur(1.6))
    if how == "turned":
        return picture.rotate(1.5, fillcolor="white", expand=True)
    grain = Image.effect_noise(picture.size, 90).convert("RGB")
    return Image.blend(picture, grain, 0.35)


def saved(picture, path, **options):
    picture.save(path, **options)
    return path


@reads
@pytest.mark.slow
def test_gives_each_word_its_box(tmp_path):
    seen = pictures.read(saved(drawn("Ойдон шайлоо\n\nВымышленный город"), tmp_path / "a.png"))
    assert seen.text.split() == ["Ойдон", "шайлоо", "Вымышленный", "город"]
    words = {seen.text[word.start : word.end]: word for word in seen.words}
    assert list(words) == seen.text.split()
    assert words["шайлоо"].left > words["Ойдон"].left + words["Ойдон"].width
    assert words["город"].top > words["Ойдон"].top + words["Ойдон"].height
    assert all(0.5 < word.confidence <= 1 for word in seen.words)
    assert all(word.left + word.width <= seen.width for word in seen.words)
    assert all(word.top + word.height <= seen.height for word in seen.words)


@reads
@pytest.mark.slow
def test_reads_upright_what_a_phone_held_sideways(tmp_path):
    sideways = drawn("Ойдон шайлоо").rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # as a phone writes: turn by a quarter to the right
    seen = pictures.read(saved(sideways, tmp_path / "a.jpg", exif=exif, quality=95))
    assert seen.text == "Ойдон шайлоо"
    assert seen.width > seen.height


@reads
@pytest.mark.slow
def test_reads_ink_on_nothing(tmp_path):
    picture = drawn("Ойдон шайлоо").convert("RGBA")
    picture.putalpha(picture.convert("L").point(lambda tone: 255 - tone))
    assert pictures.read(saved(picture, tmp_path / "a.png")).text == "Ойдон шайлоо"


@reads
@pytest.mark.slow
@pytest.mark.parametrize("how", ["pressed", "blurred", "turned", "grained"])
@pytest.mark.parametrize(("claim", "text"), [("c-ky", KYRGYZ), ("c-ru", RUSSIAN)])
def test_finds_a_refuted_claim_again_in_a_noisy_picture(tmp_path, claim, text, how):
    path = saved(noisy(drawn(text), how), tmp_path / "a.jpg", quality=25)
    seen = pictures.read(path)
    readings = pl.DataFrame(
        [("p1", "ocr", "a.jpg", seen.text)], schema=pictures_joined.READINGS, orient="row"
    )
    post = pl.DataFrame({"id": ["p1", "p2"], "text": ["Кара, достор!", "Бүгүн күн жылуу"]})
    frame = pictures_joined.joined(post, readings)
    found = claims.find(frame, known())
    assert found.select("id", "claim").rows() == [("p1", claim)]
    marked = pictures_joined.boxes(found, pictures_joined.placed(frame, {"a.jpg": seen}))
    assert marked.height >= 0.7 * len(text.split())
    assert set(marked["medium"]) == {"a.jpg"}


def known():
    records = [
        {
            "@context": "https://schema.org", "@type": "ClaimReview", "@id": name,
            "url": f"https://invented.example/{name}", "claimReviewed": text,
            "author": {"@type": "Organization", "name": "Ойдон текшерүү"},
            "datePublished": "2025-11-01", "inLanguage": name[2:],
            "reviewRating": {"@type": "Rating", "alternateName": "жалган"},
        }
        for name, text in CLAIMS.items()
    ]  # fmt: skip
    made = claims.from_claimreview(json.dumps(records))
    assert not made.refused
    return made


@reads
@pytest.mark.slow
def test_groups_a_picture_of_a_message_with_the_message(tmp_path):
    seen = pictures.read(saved(noisy(drawn(RUSSIAN), "blurred"), tmp_path / "a.jpg", quality=30))
    frame = pl.DataFrame(
        {"id": ["a", "b", "c"], "text": [CLAIMS["c-ru"], seen.text, CLAIMS["c-ky"]]}
    )
    assert copies.groups(frame)["group"].to_list() == ["a", "a", "c"]


@reads
@pytest.mark.slow
def test_a_name_in_a_picture_is_a_mention_with_a_box(tmp_path, roster):
    seen = pictures.read(saved(drawn("Голосуйте за\nСынакова Азамата"), tmp_path / "a.png"))
    readings = [("p1", "ocr", "a.png", seen.text)]
    frame = pictures_joined.joined(
        pl.DataFrame({"id": ["p1"], "text": ["Все на выборы"]}),
        pl.DataFrame(readings, schema=pictures_joined.READINGS, orient="row"),
    )
    found = screening.screen(frame, pack=law_of("zz"), election="zz-2026-assembly", roster=roster)
    spans = found.select("id", "mentions").explode("mentions").unnest("mentions")
    marked = pictures_joined.boxes(spans, pictures_joined.placed(frame, {"a.png": seen}))
    assert set(spans["candidate"]) == {"i-1"}
    below = min(word.top for word in seen.words) + 20
    assert marked.height == 2
    assert all(top > below for top in marked["top"])


def law_of(code):
    from hustings import law  # noqa: PLC0415 - only here

    return law.load(code)


def test_joins_what_media_say_behind_what_the_author_said():
    posts = pl.DataFrame(
        {"id": ["a", "b", "c"], "text": ["Сөз", None, "Үчүнчү"], "rest": [1, 2, 3]}
    )
    readings = [
        ("a", "ocr", "1.png", "биринчи сүрөт"), ("b", "speech", "2.ogg", "айтылган сөз"),
        ("a", "ocr", "3.png", ""), ("a", "speech", "4.ogg", "добуш"), ("x", "ocr", "5.png", "эч ким"),
    ]  # fmt: skip
    frame = pictures_joined.joined(
        posts, pl.DataFrame(readings, schema=pictures_joined.READINGS, orient="row")
    )
    assert frame["text"].to_list() == [
        "Сөз\n\nбиринчи сүрөт\n\nдобуш",
        "\n\nайтылган сөз",
        "Үчүнчү",
    ]
    assert frame["rest"].to_list() == [1, 2, 3]
    for text, stretches in frame.select("text", "media_text").rows():
        said = {medium: text for _, _, medium, text in readings}
        for one in stretches:
            assert text[one["start"] : one["end"]] == said[one["medium"]]
    assert [len(one) for one in frame["media_text"]] == [2, 1, 0]


def png(width, height, rows=b"", *more):
    """A PNG that says it has that size; bytes as deflated by `rows`."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb_of_text():
    """A small PNG with a note that unfolds to 400 MB."""
    info = PngImagePlugin.PngInfo()
    info.add(b"zTXt", b"note\0\0" + zlib.compress(bytes(400_000_000), 9))
    out = io.BytesIO()
    Image.new("L", (40, 40), 255).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def of_kind(kind):
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, kind)
    return out.getvalue()


def cut(kind):
    out = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(out, kind)
    return out.getvalue()[: len(out.getvalue()) // 2]


FILES = {
    "large": (lambda: png(10_000, 10_000), "pictures.large"),
    "huge": (lambda: png(2**31 - 1, 2**31 - 1), "pictures.large"),
    "ribbon": (lambda: png(30_000, 10), "pictures.large"),
    "no size": (lambda: png(0, 10), "pictures.damaged"),
    "bomb of points": (lambda: png(100, 100, zlib.compress(bytes(300_000_000), 9)), None),
    "bomb of text": (bomb_of_text, "pictures.damaged"),
    "few rows": (lambda: png(6_000, 6_000, zlib.compress(bytes(100))), "pictures.damaged"),
    "cut png": (lambda: cut("PNG"), "pictures.damaged"),
    "cut jpeg": (lambda: cut("JPEG"), "pictures.damaged"),
    "only a beginning": (lambda: b"\xff\xd8\xff\xe0", "pictures.damaged"),
    "empty": (lambda: b"", "pictures.unknown"),
    "noise": (lambda: bytes(range(256)) * 9, "pictures.unknown"),
    "gif": (lambda: of_kind("GIF"), "pictures.kind"),
    "webp": (lambda: of_kind("WEBP"), "pictures.kind"),
    "tiff": (lambda: of_kind("TIFF"), "pictures.kind"),
    "svg": (lambda: b'<?xml version="1.0"?><svg onload="alert(1)"></svg>', "pictures.kind"),
    "pdf": (lambda: b"%PDF-1.7\n", "pictures.kind"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_refuses_by_name(tmp_path, name):
    made, code = FILES[name]
    path = tmp_path / "a.png"
    path.write_bytes(made())
    if code is None:  # points behind the last row are never unfolded
        assert pictures.likeness(path) is None
        return
    with pytest.raises(Refusal) as refused:
        pictures.read(path)
    assert refused.value.code == code
    assert "a.png" in refused.value.say("ky")


def test_refuses_a_file_of_too_many_bytes(tmp_path):
    with (tmp_path / "a.png").open("wb") as file:
        file.write(png(10, 10))
        file.truncate(40 << 20)
    with pytest.raises(Refusal, match="40 MB"):
        pictures.likeness(tmp_path / "a.png")


@reads
def test_refuses_a_picture_that_takes_too_long(tmp_path):
    path = saved(drawn("\n".join([KYRGYZ] * 12)), tmp_path / "a.png")
    with pytest.raises(Refusal) as refused:
        pictures.read(path, seconds=0.2)
    assert refused.value.code == "pictures.unread"
    assert "0.2" in str(refused.value)


@pytest.mark.parametrize("languages", ["", "kir rus", "../kir", "kir+", "-v", "kir;id"])
def test_refuses_what_is_no_list_of_languages(tmp_path, languages):
    with pytest.raises(Refusal) as refused:
        pictures.read(saved(drawn("сөз"), tmp_path / "a.png"), languages=languages)
    assert refused.value.code == "pictures.languages"


def test_says_what_to_install_where_tesseract_is_missing(tmp_path, monkeypatch):
    path = saved(drawn("сөз"), tmp_path / "a.png")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal) as refused:
        pictures.read(path)
    assert refused.value.code == "pictures.no_tesseract"


def hash_of(picture):
    grey = picture.convert("L")
    return pictures_likeness.hash_of(pictures_points.Points(*grey.size, grey.tobytes()))


def painted(seed):
    """An invented scene: some shapes on a slope of grey."""
    import random  # noqa: PLC0415 - only here

    chance = random.Random(seed)
    picture = Image.linear_gradient("L").resize((640, 480)).rotate(90 * chance.randint(0, 3))
    picture = picture.resize((640, 480)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for _ in range(9):
        at = chance.randint(0, 500), chance.randint(0, 350)
        size = chance.randint(60, 260)
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((*at, at[0] + size, at[1] + size), fill=tuple(chance.choices(range(256), k=3)))
    return picture


def _jpeg(picture, quality):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out


def _captioned(picture):
    made = picture.copy()
    ImageDraw.Draw(made).text((20, 430), "Ойдон жазуу", font=font(30), fill="white")
    return made


EDITS = {
    "smaller": lambda one: one.resize((200, 150)),
    "pressed": lambda one: Image.open(_jpeg(one, 12)),
    "brighter": lambda one: one.point(lambda tone: min(255, tone + 30)),
    "captioned": _captioned,
    "grey": lambda one: one.convert("L"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_suggests_an_edited_picture_and_few_others(edit):
    whole = [hash_of(painted(seed)) for seed in range(30)]
    edited = [hash_of(EDITS[edit](painted(seed))) for seed in range(30)]
    names = [f"{kind}{seed}" for kind in "ab" for seed in range(30)]
    pairs = pictures_likeness.suggested(names, whole + edited).select("one", "other").rows()
    right = [(one, other) for one, other in pairs if one[1:] == other[1:]]
    assert len(right) >= 28
    assert len(pairs) - len(right) <= 6


@pytest.mark.parametrize("picture", [Image.new("L", (300, 200), 200), Image.new("L", (8, 8))])
def test_gives_no_hash_where_there_is_nothing_to_tell_by(picture):
    assert hash_of(picture) is None


def test_likeness_reaches_no_rule_and_no_rank():
    rooms = Path(pictures.__file__).parents[1]
    readers = [
        path.name
        for path in rooms.rglob("*.py")
        if "pictures_likeness" in path.read_text("utf-8") and path.name != "pictures_likeness.py"
    ]
    assert sorted(readers) == ["pictures.py", "pictures_commands.py", "queries_pictures.py"]
    shown_by = [
        path.name
        for path in rooms.rglob("*.py")
        if "import queries, queries_pictures" in path.read_text("utf-8")
    ]
    named = [
        path.name for path in rooms.rglob("*.py") if "queries_pictures" in path.read_text("utf-8")
    ]
    assert named == shown_by == ["beside.py"]  # a page's tag: it is looked at and decides nothing


@reads
@pytest.mark.slow
def test_joined_by_the_command_is_what_screen_reads(tmp_path, roster_text, monkeypatch, capsys):
    from hustings.cli import main  # noqa: PLC0415 - only here

    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text(roster_text, "utf-8")
    saved(drawn("Голосуйте за\nСынакова Азамата"), tmp_path / "poster.png")
    (tmp_path / "gone.png").write_bytes(b"GIF89a")
    post = {
        "id": "p1",
        "platform": "x",
        "text": "Все на выборы",
        "published_at": "2026-05-02T10:00:00+02:00",
    }
    (tmp_path / "posts.jsonl").write_text(json.dumps(post) + "\n", "utf-8")
    (tmp_path / "list.csv").write_text("id,file\np1,poster.png\np1,gone.png\n", "utf-8")
    words = ["pictures", "join", "posts.jsonl", "--pictures", "list.csv", "--output", "joined.jsonl",
             "--boxes", "boxes.jsonl"]  # fmt: skip
    assert main(words) == 1
    assert "gone.png" in capsys.readouterr().err
    words = ["screen", "joined.jsonl", "--pack", "zz", "--election", "zz-2026-assembly", "--roster",
             "roster.csv", "--output", "out.jsonl"]  # fmt: skip
    assert main(words) == 0
    (found,) = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    (joined,) = map(json.loads, (tmp_path / "joined.jsonl").read_text("utf-8").splitlines())
    boxes = [
        json.loads(line) for line in (tmp_path / "boxes.jsonl").read_text("utf-8").splitlines()
    ]
    (mention,) = found["mentions"]
    inside = [one for one in boxes if mention["start"] <= one["start"] < mention["end"]]
    assert [joined["text"][one["start"] : one["end"]] for one in inside] == ["Сынакова", "Азамата"]
    (tmp_path / "list.csv").write_text("id,file\np1,../poster.png\n", "utf-8")
    words = ["pictures", "join", "posts.jsonl", "--pictures", "list.csv", "--output", "new.jsonl",
             "--boxes", "new-boxes.jsonl"]  # fmt: skip
    assert main(words) == 2
    assert not (tmp_path / "new.jsonl").exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-05-02T10:00:00+02:00", True),
        ("2026-05-02T10:00:00", False),
        ("2026-05-02", False),
    ],
)
def test_joining_makes_no_time_more_exact_than_it_was(tmp_path, monkeypatch, said, kept):
    from hustings.cli import main  # noqa: PLC0415 - only here

    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts.csv").write_text(f"id,text,published_at\np1,Сөз,{said}\n", "utf-8")
    (tmp_path / "list.csv").write_text("id,file\n", "utf-8")
    words = ["pictures", "join", "posts.csv", "--pictures", "list.csv", "--output", "o.jsonl",
             "--boxes", "b.jsonl"]  # fmt: skip
    assert main(words) == 0
    ((moment, provenance),) = (
        publications.read(tmp_path / "o.jsonl")
        .frames[0]
        .select("published_at", "published_at_provenance")
        .rows()
    )
    assert (moment is not None, provenance in {"zoned", "unix"}) == (kept, kept)


def test_decoder_brings_nothing_of_hustings_with_it():
    told = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", pictures_points.pictures_decoder.__file__],
        input=b"", capture_output=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert b"hustings" not in b"".join(
        line for line in told.stderr.splitlines(keepends=True) if line.startswith(b"import time")
    )
