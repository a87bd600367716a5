"""What axe finds on the page that is open, and whether it scrolls sideways, at three widths.

Unless PRATAMA_EVERY_COLOUR is set, as script/test-long sets it, axe looks at the widest and the
narrowest, and colours are those of the widest: no width has colours of its own, and contrast takes
two thirds of the time.
"""

import os

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [(1366, 768), (820, 1180), (320, 640)]
RUN = """([tags, colours]) => axe.run({
    runOnly: tags, resultTypes: ["violations"], rules: {"color-contrast": {enabled: colours}}
}).then(found =>
    found.violations.map(v => [v.id, v.nodes.slice(0, 2).map(n => n.html.slice(0, 120))]))"""
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def complaints(page):
    """Every violation by width and rule, with two of the places; nothing where all is well."""
    found = {}
    page.evaluate(Axe().axe_script)
    everything = bool(os.environ.get("PRATAMA_EVERY_COLOUR"))
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        if everything or width in (WIDTHS[0][0], WIDTHS[-1][0]):
            rules = page.evaluate(RUN, [TAGS, everything or width == WIDTHS[0][0]])
            found.update({f"{width} {rule}": places for rule, places in rules})
        if page.evaluate(WIDE):
            found[f"{width} scrolls sideways"] = []
    page.set_viewport_size({"width": WIDTHS[0][0], "height": WIDTHS[0][1]})
    return found
