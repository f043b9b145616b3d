"""A real browser plays the whole chain as different people, from a file to the public register."""

import json
import os
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect, sync_playwright

from hustings.desk import founding
from hustings.desk.cases.models import Notice
from hustings.desk.demo import scenario, stage
from hustings.desk.ledger import record
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.review import intake

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = "/usr/bin/chromium"
CAST = scenario.load("kg")
PASSWORD = CAST["password"]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run"]  # fmt: skip
ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip
POST = {
    "id": "b1", "platform": "facebook", "author": {"name": "Ойдон Авторова", "class": "voter"},
    "published_at": "2025-10-20T10:00:00+06:00",
    "text": "Голосуйте за Азамата Ойдонбекова, 18 округ! Лучший кандидат.",
}  # fmt: skip


@pytest.fixture
def desk(live_server, settings, tmp_path, monkeypatch):
    """A served desk with its cast and roster; answers its address."""
    # Playwright keeps a loop in this thread; the rows that the test itself makes are made by hand.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.HOME = tmp_path / "home"
    for name in ("STORE", "LEDGER", "ARCHIVE"):
        setattr(settings, name, settings.HOME / name.lower())
    now = datetime.now(UTC)
    founding.found(username=stage.ADMINISTRATOR, password=PASSWORD, at=now)
    people = stage.enrol(CAST, at=now)
    secretary = people["secretary"]
    election = monitoring.open_election(
        pack="kg", code="kg-2025-parliament", by=secretary, at=now, ground="test"
    )
    monitoring.set_roster(election, file=ROSTER, by=secretary, at=now, ground="test")
    return live_server.url


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


class Somebody:
    """One person at one browser window."""

    def __init__(self, browser, desk, username=None, *, language="en", width=1280):
        self.desk = desk
        window = browser.new_context(viewport={"width": width, "height": 900})
        window.set_default_timeout(10_000)
        window.add_cookies([{"name": "hustings_language", "value": language, "url": desk}])
        self.page = window.new_page()
        self.foreign = []
        self.page.on("request", lambda request: self.foreign.append(request.url)
                     if not request.url.startswith((desk, "data:", "blob:")) else None)  # fmt: skip
        if username:
            self.go("/desk/sign-in")
            self.page.fill("#id_username", username)
            self.page.fill("#id_password", PASSWORD)
            self.press("Sign in", within="main")
            expect(self.page.locator("h1")).to_have_text("What waits for me")

    def go(self, path):
        answer = self.page.goto(self.desk + path)
        assert answer.status == 200, path
        return self

    def press(self, words, within="main"):
        self.page.locator(within).get_by_role("button", name=re.compile(f"^{words}")).first.click()

    def follow(self, words):
        self.page.locator("main").get_by_role("link", name=re.compile(words)).first.click()

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.page.locator(f"main [name$='{name}']").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def sees(self, *words):
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word)


def test_from_a_file_to_the_public_register(desk, browser, tmp_path):  # noqa: PLR0915  # one story
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps(POST, ensure_ascii=False), encoding="utf-8")
    somebody = lambda name: Somebody(browser, desk, name)  # noqa: E731  # it reads as prose below

    monitor = somebody("monitor").go("/desk/publications/imports")
    monitor.page.set_input_files("input[type=file]", path)
    monitor.fill(ground="order 14").press("Bring in")
    intake.run_next(at=datetime.now(UTC))
    expect(monitor.page.locator("#import-state")).to_contain_text("Kept")  # the page asks by itself
    monitor.follow("To the queue")
    monitor.follow("Голосуйте за")
    monitor.sees("Why it is here", "art. 23, part 1")
    monitor.page.keyboard.press("c")
    monitor.sees("Saved at")

    lawyer = somebody("lawyer").go("/desk/cases/open")
    lawyer.page.locator("main input[type=checkbox]").first.check()
    lawyer.fill(title="Facebook, 18", ground="monitoring").press("Open the case")
    lawyer.sees("Ойдон Авторова")
    case = re.search(r"/desk/cases/(\d+)/", lawyer.page.url)[1]
    lawyer.go(f"/desk/cases/{case}/name").fill(name="Авторова Ойдон", ground="said so")
    lawyer.fill(author_class="voter")
    lawyer.page.locator("main select[name$=account]").select_option(index=1)
    lawyer.page.locator("main form[method=post] button").last.click()
    lawyer.go(f"/desk/cases/{case}/").follow("^Add a provision")
    lawyer.fill(ground="her page")
    for box in lawyer.page.locator("main input[type=checkbox]").all():
        box.check()
    lawyer.page.locator("main form[method=post] button").last.click()
    lawyer.go(f"/desk/cases/{case}/").follow("^Prepare the notice")
    lawyer.page.locator("main form[method=post] button").last.click()

    respondent = Somebody(browser, desk, language="ky", width=390)
    respondent.go(f"/explain/{Notice.objects.get().token}").sees("Голосуйте за")
    respondent.fill(text="Билген эмесмин, өчүрүп салдым.")
    respondent.page.locator("main form[method=post] button").last.click()

    lawyer.go(f"/desk/cases/{case}/").sees("Билген эмесмин")
    lawyer.follow("^recommend")
    lawyer.fill(outcome="fine", reason="before the window")
    lawyer.page.locator("main form[method=post] button").last.click()
    lawyer.go(f"/desk/cases/{case}/").press("Draft the proposal")
    head = somebody("head").go(f"/desk/cases/{case}/")
    head.press("Adopt the proposal")

    secretary = somebody("secretary").go("/desk/commission/call")
    # Called for a moment that is still to come, and opened when it has: seconds, for a test.
    soon = datetime.now(ZoneInfo("Asia/Bishkek")) + timedelta(seconds=4)
    secretary.page.evaluate("document.querySelector('main form').noValidate = true")
    secretary.fill(begins_at=f"{soon:%Y-%m-%dT%H:%M:%S}", place="Ойдон зал")
    secretary.page.locator("main form[method=post] button").last.click()
    expect(secretary.page).to_have_url(re.compile(r"/desk/commission/\d+/"))
    sitting = re.search(r"/desk/commission/(\d+)/", secretary.page.url)[1]
    secretary.press("Put on the agenda")
    for box in secretary.page.locator("input[name=present]").all()[:7]:
        box.check()
    secretary.press("Record who is present")
    secretary.page.wait_for_timeout(4_000)
    secretary.go(f"/desk/commission/{sitting}/")
    secretary.page.locator("select[name=chair]").select_option(index=1)
    secretary.press("Open the sitting")
    secretary.press("Heard: open the vote")
    for number in range(1, 8):
        member = somebody(f"member{number}").go(f"/desk/commission/{sitting}/")
        member.page.locator("input[name=choice][value=for]").check()
        member.press("Vote; it stands")
        member.sees("Your vote")
        member.page.context.close()
    secretary.go(f"/desk/commission/{sitting}/").press("Establish the result")
    secretary.press("Close the sitting")
    secretary.sees("closed")

    secretary.go(f"/desk/enforcement/{case}/").press("Refer the materials")
    official = somebody("official").go(f"/desk/enforcement/{case}/")
    packet = official.page.locator("dd.digest").first.inner_text()
    official.fill(receipt_digest=packet).press("Receive")
    official.press("Draw the protocol")
    official.sees("75 × 100 = 7 500")
    official.press("Impose the fine")
    official.press("Served on the respondent")
    official.sees("closed")

    press = somebody("press").go("/desk/register/")
    press.press("Prepare")
    press.sees("As the public sees it")
    publisher = somebody("publisher").go("/desk/register/")
    publisher.follow("entry")
    publisher.press("Publish")

    reader = Somebody(browser, desk, language="ky", width=390).go("/")
    reader.follow(r"1.20\d\d")
    reader.sees("айып пул", "7 500 сом")
    assert "Авторова" not in reader.page.content()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390

    assert list(record.unexplained()) == []
    everybody = (monitor, lawyer, respondent, head, secretary, official, press, publisher, reader)
    assert [url for one in everybody for url in one.foreign] == [], "a page asked another host"


def test_what_is_typed_survives_a_change_of_language(desk, browser):
    monitor = Somebody(browser, desk, "monitor").go("/desk/publications/imports")
    monitor.fill(ground="узак терилген негиз")
    monitor.page.locator(".tongue button[value=ky]").click()
    expect(monitor.page.locator("html")).to_have_attribute("lang", "ky")
    expect(monitor.page.locator("[name=ground]")).to_have_value("узак терилген негиз")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_screen(desk, browser, language, width):
    somebody = Somebody(browser, desk, language=language, width=width)
    for path in ("/", "/data", "/verify", "/desk/sign-in"):
        somebody.go(path)
        assert somebody.page.evaluate("document.documentElement.scrollWidth") <= width, path
