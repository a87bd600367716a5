"""Chromium for journeys and faults: one of a process, as Playwright runs but once in it."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

PATIENCE = 15_000  # milliseconds; two busy cores serve two browsers and two copies of the product
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def playwright():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("PRATAMA_CHROMIUM"), args=ARGUMENTS
    )
    yield browser
    browser.close()
