"""What a panel still lacks before the freeze, as facts."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.urls import reverse

from accounts.policy import Role
from panels.checking import Checked, Composition, composition_of
from panels.letters import letters_of
from panels.standing import State
from selection.gaps import Gap, Stage
from selection.models import Round


def gaps_of(round_: Round) -> list[Gap]:
    """Rules that block, warnings without a note, declarations; a fixed number of queries.

    Members stand by name: whose number is whose stays with chair and auditor.
    """
    url = reverse("panels:panel", args=[round_.code])
    composition = composition_of(round_)
    return [
        *_rules(composition, url),
        *_declarations(composition, url),
        *_letters(composition, letters_of(round_).keys(), url),
    ]


def _rules(composition: Composition, url: str) -> Iterator[Gap]:
    if not composition.checks:
        words = "Tetapkan aturan susunan panitia untuk jalur putaran ini"
        yield _gap(words, Role.STAFF, url)
    for check in composition.checks:
        if check.is_about_declarations:
            continue
        title = check.finding.rule.title
        if check.blocks:
            yield _gap(f"Perbaiki susunan panitia: {title} ({check.words})", Role.STAFF, url)
        elif check.wants_note:
            yield _gap(f"Tulis catatan untuk peringatan panitia: {title}", Role.STAFF, url)


def _declarations(composition: Composition, url: str) -> Iterator[Gap]:
    """One for each member who has to sign; a note on the warning lets the freeze go on.

    Then who never signed still can; a signed one stands.
    """
    about = [check for check in composition.checks if check.is_about_declarations]
    blocks = any(_stops(check) for check in about)
    for standing in composition.due:
        words = (
            "Perbarui pernyataan benturan kepentingan"
            if standing.state is State.LAPSED
            else "Tandatangani pernyataan benturan kepentingan"
        )
        owner = Role.CHAIR if standing.seat.is_chair else Role.MEMBER
        yield Gap(
            Stage.PANEL,
            words,
            owner,
            url,
            "Buka panitia",
            person=standing.seat.name,
            own_url=reverse("panels:declaration", args=[standing.seat.round.code]),
            is_discreet=True,
            blocks_freeze=blocks,
            outlasts_freeze=standing.declaration is None,
        )


def _letters(composition: Composition, filed: Collection[int | None], url: str) -> Iterator[Gap]:
    """What is still to be filed; the freeze does not wait for it."""
    if None not in filed:
        yield replace(_gap("Unggah SK pembentukan panitia", Role.STAFF, url), blocks_freeze=False)
    outside = [s.seat for s in composition.standings if not s.seat.is_internal]
    lacking = sum(seat.pk not in filed for seat in outside)
    if lacking:
        words = f"Unggah surat tugas {lacking} penilai dari luar instansi"
        yield replace(_gap(words, Role.STAFF, url), blocks_freeze=False)


def _stops(check: Checked) -> bool:
    return check.blocks or check.wants_note


def _gap(words: str, owner: Role, url: str) -> Gap:
    return Gap(Stage.PANEL, words, owner, url, "Buka panitia")
