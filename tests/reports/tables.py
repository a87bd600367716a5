"""What stands in the tables of a page, cell by cell."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """Every table with the heading above it: rows of cells, each cell its text in one line."""

    def __init__(self, html):
        super().__init__()
        self.tables, self.heading, self._into = [], "", None
        self.feed(html)

    def handle_starttag(self, tag, _attributes):
        if tag in ("h1", "h2", "h3"):
            self.heading, self._into = "", "heading"
        elif tag == "table":
            self.tables.append((" ".join(self.heading.split()), []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][1][-1].append("")
            self._into = "cell"
        elif tag in ("small", "br") and self._into == "cell":
            self.handle_data(" / ")

    def handle_endtag(self, tag):
        if tag in ("td", "th", "h1", "h2", "h3"):
            self._into = None

    def handle_data(self, data):
        if self._into == "heading":
            self.heading += data
        elif self._into == "cell":
            self.tables[-1][1][-1][-1] += data


def table_under(html, heading):
    """The rows of the first table under this heading, the head's row first."""
    rows = next(rows for found, rows in Page(html).tables if found == heading)
    return [[" ".join(cell.split()) for cell in row] for row in rows]
