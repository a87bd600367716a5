"""What a page offers to follow: links with their queries, and forms with something filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from tests.leaks.looking import PDF
from tests.leaks.values import WORDS

SEARCHED = (*WORDS.values(), "Nama Rahasia 02", "88")
OPTIONS = 8  # of one choice, as many as are tried
FILLED = {
    "number": "1",
    "numeric": "88",
    "date": "2025-12-03",
    "time": "09:00",
    "file": PDF,
    "password": "rahasia",
}
TYPED = "Isian uji coba"


@dataclass
class Form:
    """A form: where it goes, and each field with what may be chosen."""

    path: str
    is_post: bool
    fields: dict = field(default_factory=dict)
    typed: set = field(default_factory=set)
    buttons: list = field(default_factory=list)


class Offers(HTMLParser):
    """Reads a page; afterwards `links` are addresses with a query, `forms` its forms."""

    def __init__(self, page, html):
        super().__init__()
        self.page, self.links, self.forms = page, [], []
        self.form = self.choice = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        for name in ("href", "hx-get"):
            if said.get(name) and tag != "link":
                self.links.append(self._at(said[name]))
        if tag == "form":
            self._begin(said)
        elif self.form and tag in ("input", "textarea", "select", "button") and said.get("name"):
            self._add(tag, said)
        elif self.form and tag == "option" and self.choice:
            self.form.fields[self.choice].append(said.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.choice = None

    def _at(self, address):
        return urljoin(self.page, address).partition("#")[0]

    def _begin(self, said):
        path = self._at(said.get("hx-post") or said.get("action") or "")
        is_post = "hx-post" in said or said.get("method", "").lower() == "post"
        self.form = Form(path, is_post)
        self.forms.append(self.form)

    def _add(self, tag, said):
        kind = said.get("inputmode") or said.get("type", tag)
        name, value = said["name"], said.get("value") or ""
        choices = self.form.fields.setdefault(name, [])
        if tag == "button" or kind in ("submit", "image"):
            del self.form.fields[name]
            self.form.buttons.append((name, value))
        elif tag == "select":
            self.choice = name
        elif kind in ("radio", "checkbox"):
            choices.append(value or "on")
        else:
            self.form.typed |= {name} if kind in ("text", "search", "textarea") else set()
            choices.append(value or FILLED.get(kind, TYPED))


def links_of(offers):
    """(path, query) of every link into the product."""
    for address in dict.fromkeys(offers.links):
        parts = urlsplit(address)
        if (
            not parts.netloc
            and parts.path.startswith("/")
            and not parts.path.startswith("/static/")
        ):
            yield parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True))


def searches_of(offers):
    """(path, query) of every form that only asks: each option, each word in each field."""
    for form in (form for form in offers.forms if not form.is_post):
        usual = {name: choices[0] for name, choices in form.fields.items() if choices}
        for name, choices in form.fields.items():
            tried = SEARCHED if name in form.typed else choices
            for value in islice(tried, OPTIONS):
                yield form.path, tuple((usual | {name: value}).items())


def posts_of(offers):
    """(path, fields) of every form that acts, with each of its buttons."""
    for form in (form for form in offers.forms if form.is_post):
        usual = {name: _likely(choices) for name, choices in form.fields.items() if choices}
        usual.pop("csrfmiddlewaretoken", None)
        for button in form.buttons or [()]:
            yield form.path, (*usual.items(), *([button] if button else ()))
        if "base_version" in usual:
            stale = usual | {"base_version": "0", "n1": "88"}
            yield form.path, tuple(stale.items())


def _likely(choices):
    return next((choice for choice in choices if choice), "")
