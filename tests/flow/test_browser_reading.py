"""A real browser reads a population by keys alone, from the first publication to the close."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from flow.test_browser import Somebody, browser, desk  # noqa: F401  # fixtures
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.monitoring.models import Election
from hustings.desk.review import intake, reading_again
from hustings.desk.review.models import Reading, Shown

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get(
    "HUSTINGS_PICTURES"
)  # a folder for what is seen, if somebody wants to look


def post(number):
    call = number % 6 == 0
    text = ("Голосуйте за Азамата Ойдонбекова, 18 округ! Ойдон {}" if call
            else "Бүгүн базарда баа түштү, {} күн").format(number)  # fmt: skip
    return json.dumps({"id": f"r{number:02}", "platform": "facebook", "text": text, "views": number,
                       "published_at": "2025-10-20T10:00:00+06:00",
                       "author": {"name": "Ойдон Авторова", "class": "voter"}})  # fmt: skip


@pytest.fixture
def brought(desk):  # noqa: F811  # the fixture above
    now = datetime.now(UTC)
    brought = monitoring.bring_in(
        Election.objects.get(), file_name="ойдон.jsonl", options={}, ground="order 14",
        content="\n".join(post(number) for number in range(18)).encode(),
        by=Person.objects.get(username="monitor"), at=now,
    )  # fmt: skip
    intake.work_once(at=now)
    return brought


def look(somebody, name):
    if PICTURES:
        somebody.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    wide = somebody.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= somebody.page.viewport_size["width"], name


def press(somebody, key):
    """Once the page's own script listens."""
    somebody.page.wait_for_load_state("load")
    somebody.page.keyboard.press(key)


def opened(browser, desk, brought):  # noqa: F811  # the same
    monitor = Somebody(browser, desk, "monitor").go("/desk/review/")
    monitor.follow("^Readings")
    monitor.page.select_option("select[name=brought_in]", str(brought.pk))
    monitor.fill(ground="plan of the day").press("Open a reading")
    monitor.sees("Being prepared")
    intake.work_once(at=datetime.now(UTC))
    expect(monitor.page.get_by_text("Show the next one")).to_be_visible()  # the page asks by itself
    return monitor


def test_reads_by_keys_to_a_close(desk, browser, brought):  # noqa: F811, PLR0915  # one story
    monitor = opened(browser, desk, brought)
    page = f"/desk/review/reading/{Reading.objects.get().pk}"
    press(monitor, "n")
    for number in range(18):
        expect(monitor.page.locator(".quote")).to_be_visible()
        if "Голосуйте" in monitor.page.locator(".quote").inner_text():
            expect(monitor.page.locator(".quote mark").first).to_be_visible()
            press(monitor, "c")
            monitor.sees("Back to the reading", "Why it is here")
            monitor.follow("^Back to the reading")
            expect(monitor.page.get_by_text("Show the next one")).to_be_visible()
            press(monitor, "n")
        else:
            press(monitor, "d")
            expect(monitor.page.locator("#messages")).to_contain_text("Saved at")
            expect(monitor.page.locator("#estimate")).to_contain_text(f"Read: {number + 1} of 18")
        intake.work_once(at=datetime.now(UTC))
    assert Shown.objects.filter(outcome="something").count() == 3
    monitor.go(page).sees("All is read", "One may stop")
    press(monitor, "u")
    monitor.sees("Read: 17 of 18")
    if monitor.page.locator("#id_reason").count():
        press(monitor, "c")
        monitor.sees("Back to the reading")  # it is kept: nothing is on its way any more
    else:
        press(monitor, "d")
        expect(monitor.page.locator("#estimate")).to_contain_text("Read: 18 of 18")
    monitor.go(page).press("Close the reading")
    monitor.sees("The rule let go", "Closed:")
    monitor.follow("^Draw the ration again")
    monitor.sees("It agrees: 18 places", Reading.objects.get().seed)
    assert Shown.objects.exclude(outcome="").count() == 18
    assert [str(one) for one in reading_again.faults()] == []
    assert list(record.unexplained()) == []
    assert monitor.foreign == [], "a page asked another host"


def test_no_page_of_the_reading_is_wider_than_its_screen(desk, browser, brought):  # noqa: F811  # the same
    first = opened(browser, desk, brought)
    page = f"/desk/review/reading/{Reading.objects.get().pk}"
    for _ in range(5):
        press(first.go(page), "n")
        expect(first.page.locator(".quote")).to_be_visible()
        press(first, "c" if first.page.locator("#id_reason").count() else "d")
        expect(first.page.locator("#messages")).to_contain_text("Saved at")
        intake.work_once(at=datetime.now(UTC))
    state = first.page.context.storage_state()
    for language in ("en", "ru", "ky"):
        for width in (390, 1280):
            one = Somebody(browser, desk, language=language, width=width)
            session = next(c for c in state["cookies"] if c["name"] == "sessionid")
            one.page.context.add_cookies([session])
            for name, path in (
                ("readings", "/desk/review/reading/"), ("again", f"{page}/again"), ("queue", "/desk/review/"),
            ):  # fmt: skip
                look(one.go(path), f"{name}-{language}-{width}")
            one.go(page)
            if one.page.locator(".quote").count() == 0:
                look(one, f"between-{language}-{width}")
                press(one, "n")
                expect(one.page).to_have_url(re.compile(page))
                expect(one.page.locator(".quote")).to_be_visible()
            look(one, f"reading-{language}-{width}")
            one.page.context.close()
