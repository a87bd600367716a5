"""What browser tests of the score sheet look at: fields, bar, buffer, events."""

import re
from uuid import UUID

from playwright.sync_api import expect

from tests.e2e.test_journey import sheets_of

BUFFER = """async () => {
  const open = indexedDB.open("isian", 1);
  await new Promise((resolve) => { open.onsuccess = resolve; });
  if (!open.result.objectStoreNames.length) return [];
  const all = open.result.transaction("isian").objectStore("isian").getAll();
  await new Promise((resolve) => { all.onsuccess = resolve; });
  open.result.close();
  return all.result.map(({ box, ...rest }) => ({
    ...rest, text: new TextDecoder("latin1").decode(box.data), size: box.data.length,
  }));
}"""


def open_sheet(member, place):
    """The address of the member's sheet at that place of the list, opened."""
    address = sheets_of(member)[place]
    member.page.goto(address)
    ready(member.page)
    return address


def ready(page):
    """Wait until the page's script is at work: the service worker and the first heartbeat."""
    page.wait_for_function("() => !document.getElementById('lembar').hasAttribute('data-keys')")


def bar(page):
    return page.locator("#keadaan")


def wait_for_save(page):
    expect(bar(page)).to_contain_text(re.compile(r"Tersimpan di server pukul \d\d\.\d\d\.\d\d WIB"))


def values(page, *numbers):
    return [page.locator(f"#n{number}").input_value() for number in numbers]


def buffered(page):
    return page.evaluate(BUFFER)


def events_of(product, address):
    """How many events the sheet at the address has: saves, reopenings and signatures."""
    [(count,)] = product.rows(
        "SELECT count(*) FROM scoring_scoreevent JOIN scoring_sheet sheet ON sheet_id = sheet.id"
        " WHERE sheet.public_id = %s",
        UUID(address.split("/")[3]),
    )
    return count
