"""A worker that is killed while it makes a document: the document comes after all, once."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

DONE = "pekalongan-2025-selesai"


def test_a_worker_killed_mid_way_loses_nothing_and_makes_nothing_twice(product, person):
    chair = person("hadiwinata.suryaningrat@pansel.example")
    page = chair.page
    before = product.count_events("reports.document_made")
    page.goto(f"/seleksi/{DONE}/dokumen/")
    page.get_by_role("button", name=re.compile("^Pesan")).click()

    reached = product.wait_for_percent(chair, page.url, 20)
    killed = product.worker_pids()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    assert reached < 100
    assert len(killed) > 1
    expect(page.get_by_role("heading", name="Siap diunduh")).to_be_visible(timeout=120_000)
    assert product.count_events("reports.document_made") == before + 1
    assert set(product.worker_pids()).isdisjoint(killed)
