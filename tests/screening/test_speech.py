"""Speech is heard by whatever program is named, and only within bounds; its failures have names."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from hustings.cli import main
from hustings.refusal import Refusal
from hustings.screening import speech

# A program as small as one can be that behaves as it is told. What it “hears” is invented.
PROGRAM = """
import json, os, subprocess, sys, time
how, media = sys.argv[1:3]
said = [(0.0, 2.5, " Добуш бергиле, достор. "), (2.5, 6.0, "Ойдон айылда жолугабыз.")]
assert open(media, "rb").read() == b"sound"
if how == "whisper":
    print(json.dumps({"text": "", "segments": [{"start": a, "end": b, "text": t} for a, b, t in said]}))
elif how == "list":
    print(json.dumps([{"start": a, "end": b, "text": t} for a, b, t in said]))
elif how == "cpp":
    told = [{"offsets": {"from": int(a * 1000), "to": int(b * 1000)}, "text": t} for a, b, t in said]
    with open(sys.argv[3] + ".json", "w") as file:
        json.dump({"transcription": told}, file)
    print("progress, progress")
elif how == "plain":
    print("\\n".join(t.strip() for _, _, t in said))
elif how == "one text":
    print(json.dumps({"text": "Добуш бергиле, достор."}))
elif how == "silent":
    pass
elif how == "hangs":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(os.environ["CHILD"], "w") as file:
        file.write(str(child.pid))
    time.sleep(600)
elif how == "talks":
    while True:
        sys.stdout.write("сөз " * 10000)
elif how == "fails":
    sys.stderr.write("first\\nno such model: ойдон.bin\\n")
    sys.exit(3)
elif how == "dies":
    os.abort()
else:
    sys.stdout.buffer.write({
        "bytes": bytes(range(256)), "half": b'{"segments": [{"start": 0, "en', "nan":
        b'{"segments": [{"start": NaN, "end": 1, "text": "a"}]}', "words":
        b'{"segments": ["a"]}', "number": b'{"segments": 5}', "other": b'{"result": []}', "deep":
        b"[" * 100000, "surrogate": b'[{"start": 0, "end": 1, "text": "\\\\ud800"}]', "truth":
        b'[{"start": true, "end": 1, "text": "a"}]', "text": b'[{"start": 0, "end": 1, "text": 7}]',
    }[how])
"""
SAID = "Добуш бергиле, достор.\nОйдон айылда жолугабыз."


@pytest.fixture
def program(tmp_path):
    """program(how) → the command that behaves so; beside it lies a file that it takes."""
    path = tmp_path / "hears.py"
    path.write_text(PROGRAM, "utf-8")
    (tmp_path / "a file.ogg").write_bytes(b"sound")
    return lambda how: f"{sys.executable} '{path}' '{how}' {{file}} {{output}}"


@pytest.fixture
def media(tmp_path):
    return tmp_path / "a file.ogg"


@pytest.mark.parametrize("how", ["whisper", "list", "cpp"])
def test_gives_text_with_times(program, media, how):
    said = speech.heard(media, command=program(how))
    assert said.text == SAID
    assert [(said.text[part.start : part.end], part.begins, part.ends) for part in said.parts] == [
        ("Добуш бергиле, достор.", 0.0, 2.5),
        ("Ойдон айылда жолугабыз.", 2.5, 6.0),
    ]
    assert said.digest.startswith("sha256:")


@pytest.mark.parametrize("how", ["plain", "one text"])
def test_gives_text_without_times_where_there_are_none(program, media, how):
    said = speech.heard(media, command=program(how))
    assert said.text in {SAID, SAID.splitlines()[0]}
    assert {(part.begins, part.ends) for part in said.parts} == {(None, None)}


def test_hears_nothing_in_silence(program, media):
    said = speech.heard(media, command=program("silent"))
    assert (said.text, said.parts) == ("", ())


@pytest.mark.parametrize(
    "how",
    ["bytes", "half", "nan", "words", "number", "other", "deep", "surrogate", "truth", "text"],
)
def test_refuses_garbage(program, media, how):
    with pytest.raises(Refusal) as refused:
        speech.heard(media, command=program(how))
    assert refused.value.code == "speech.garbled"
    assert "a file.ogg" in str(refused.value)


@pytest.mark.parametrize(("how", "said"), [("fails", "status 3: first | no such model: ойдон.bin"),
                                           ("dies", "status -6")])  # fmt: skip
def test_tells_how_the_program_failed(program, media, monkeypatch, how, said):
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    with pytest.raises(Refusal) as refused:
        speech.heard(media, command=program(how))
    assert refused.value.code == "speech.failed"
    assert said in str(refused.value)


def test_stops_a_program_that_hangs_and_all_that_it_started(program, media, tmp_path, monkeypatch):
    monkeypatch.setenv("CHILD", str(tmp_path / "child"))
    begun = time.monotonic()
    with pytest.raises(Refusal) as refused:
        speech.heard(media, command=program("hangs"), seconds=3)
    assert refused.value.code == "speech.failed"
    assert time.monotonic() - begun < 300
    child = Path(f"/proc/{(tmp_path / 'child').read_text()}/stat")
    end = time.monotonic() + 60
    while child.exists() and child.read_text().rpartition(")")[2].split()[0] not in "ZX":
        assert time.monotonic() < end, "what it started still runs"
        time.sleep(0.05)


def test_stops_a_program_that_talks_without_end(program, media, monkeypatch):
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    with pytest.raises(Refusal, match="more than 1000000 bytes"):
        speech.heard(media, command=program("talks"), answer=1_000_000)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (None, "speech.off"), ("", "speech.off"), ("hears it", "speech.command"),
        ("hears '{file}", "speech.command"), ("no-such-program-here {file}", "speech.failed"),
    ],
)  # fmt: skip
def test_refuses_a_command_that_cannot_hear(media, command, code):
    media.write_bytes(b"sound")
    with pytest.raises(Refusal) as refused:
        speech.heard(media, command=command)
    assert refused.value.code == code


def test_runs_no_shell(media, tmp_path):
    media.write_bytes(b"sound")
    evil = f"{sys.executable} -c 'print(1)' {{file}}; touch {tmp_path}/touched"
    speech.heard(media, command=evil)
    assert not (tmp_path / "touched").exists()


def test_command_prints_one_object(program, media, monkeypatch, capsys):
    assert main(["speech", str(media), "--command", program("whisper")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["text"] == SAID
    assert told["parts"][1]["begins"] == 2.5


def test_command_is_off_until_one_is_named(program, media, monkeypatch, capsys):
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    monkeypatch.delenv(speech.SETTING, raising=False)
    assert main(["speech", str(media)]) == 2
    assert "No program is named that hears speech" in capsys.readouterr().err
    monkeypatch.setenv(speech.SETTING, program("plain"))
    assert main(["speech", str(media)]) == 0
    assert os.environ[speech.SETTING]
