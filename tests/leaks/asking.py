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
BENT_LIKE_IT = 4  # two addresses of a kind, two ways each
REFUSED = {403, 404, 405}
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


class Walker:
    """Asks again in other ways where something was answered, and follows what the pages offer to
    one person: links, searches, filters and forms, once each.
    """

    def __init__(self):
        self.asked, self.counts = set(), Counter()

    def more(self, visit, sight):
        """Visits that this answer leads to and that were not made yet."""
        if sight.status in REFUSED:  # before anything was read of what was asked
            return
        for bent in _bent(visit):
            yield from self._once(bent, at_most=BENT_LIKE_IT)
        if sight.status >= 400 or not sight.content_type.startswith("text/html"):
            return
        offers = Offers(visit.path, sight.channels["isi"].decode())
        for path, query in (*links_of(offers), *searches_of(offers)):
            yield from self._once(Visit(visit.role, _kind(path), path, data=query))
        for path, fields in posts_of(offers):
            post = Visit(visit.role, _kind(path), path, is_post=True, data=fields, follows=True)
            yield from self._once(post, (path, tuple(name for name, _ in fields), fields[-1:]))

    def _once(self, visit, mark=None, at_most=LIKE_IT):
        """So many visits that differ only in values: days and pages lead on without end."""
        key = visit.role, visit.is_post, mark or (visit.path, visit.data, visit.headers)
        like = visit.role, visit.is_post, visit.kind, tuple(name for name, _ in visit.data)
        if visit.kind and key not in self.asked and self.counts[like] < at_most:
            self.asked.add(key)
            self.counts[like] += 1
            yield visit


def _bent(visit):
    """The same address in the other ways in which one may ask: bent, as a part, by a script."""
    one = visit.role, visit.kind, visit.path
    if visit.is_post and visit.data == TYPED and not visit.headers:
        yield Visit(*one, is_post=True, data=TYPED, headers=JSON)
        yield Visit(*one, is_post=True)
        yield Visit(*one)
    elif not (visit.is_post or visit.data or visit.headers):
        yield Visit(*one, data=BENT, headers=HTMX)
        yield Visit(*one, data=BENT, headers=JSON + CONDITIONAL)


def _kind(path):
    """The name of the address; nothing for one that is not the product's."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return kind_of(found.func, found.url_name)
