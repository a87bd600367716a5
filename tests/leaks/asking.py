"""What is asked: of every address, and in `Walker` of everything that the pages offer."""

from collections import Counter
from uuid import UUID

from django.urls import Resolver404, resolve

from accounts.policy import Role
from tests.leaks.addresses import kind_of
from tests.leaks.looking import Visit
from tests.leaks.offers import Offers, links_of, posts_of, searches_of
from tests.leaks.values import WORDS

MUTATION = UUID(int=7 << 64)
TYPED = (  # what a forged or late post carries; a refusal must not answer with what is stored
    ("mutation_id", str(MUTATION)),
    ("base_version", "0"),
    ("n1", "88"),
    ("c1", "Catatan sendiri"),
    ("mine", "on"),
)
BENT = (  # parameters that some page might understand: search, order, filter, page, format
    *(("q", WORDS["A"]), ("cari", WORDS["B"]), ("saring", "88"), ("minimal", "80")),
    *(("urut", "nilai"), ("sort", "-score"), ("order", "score"), ("arah", "turun")),
    *(("page", "2"), ("halaman", "2"), ("format", "csv"), ("tampil", "nilai"), ("level", "5")),
)
LIKE_IT = 12
HTMX = (("HX-Request", "true"),)
JSON = (("Accept", "application/json"),)
CONDITIONAL = (("If-None-Match", '"0"'), ("If-Modified-Since", "Wed, 03 Dec 2025 02:22:00 GMT"))


def plainly(addresses, role):
    """Each address once: a page is read, a command is sent a form.

    A library's own pages know nothing of rounds: one person and a stranger look at them.
    """
    for address in addresses:
        if ":" in address.kind or role in (Role.STAFF, Role.CHAIR):
            data = TYPED if address.is_command else ()
            yield Visit(role, address.kind, address.path, address.is_command, data)


def thoroughly(addresses, role):
    """Each address in the ways in which one may ask: bent, as part of a page, by a script."""
    for address in addresses:
        one = (role, address.kind, address.path)
        yield Visit(*one)
        yield Visit(*one, is_post=True, data=TYPED)
        if address.is_command:
            yield Visit(*one, is_post=True, data=TYPED, headers=JSON)
            yield Visit(*one, is_post=True)
        else:
            yield Visit(*one, data=BENT, headers=HTMX)
            yield Visit(*one, data=BENT, headers=JSON + CONDITIONAL)


class Walker:
    """Follows what the pages offer to one person: links, searches, filters and forms, once each."""

    def __init__(self):
        self.asked, self.counts = set(), Counter()

    def more(self, visit, sight):
        """Visits that this answer leads to and that were not made yet."""
        if sight.status >= 400 or not sight.content_type.startswith("text/html"):
            return
        offers = Offers(visit.path, sight.channels["isi"].decode())
        for path, query in (*links_of(offers), *searches_of(offers)):
            yield from self._once(Visit(visit.role, _kind(path), path, data=query))
        for path, fields in posts_of(offers):
            post = Visit(visit.role, _kind(path), path, is_post=True, data=fields, follows=True)
            yield from self._once(post, (path, tuple(name for name, _ in fields), fields[-1:]))

    def _once(self, visit, mark=None):
        """At most LIKE_IT visits that differ only in values: days and pages lead on without end."""
        key = visit.role, visit.is_post, mark or (visit.path, visit.data)
        like = visit.role, visit.is_post, visit.kind, tuple(name for name, _ in visit.data)
        if visit.kind and key not in self.asked and self.counts[like] < LIKE_IT:
            self.asked.add(key)
            self.counts[like] += 1
            yield visit


def _kind(path):
    """The name of the address; nothing for one that is not the product's."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return kind_of(found.func, found.url_name)
