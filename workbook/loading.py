"""Loads a book without faults, all or nothing, each part through the action of its own app."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db import models, transaction

from accounts.actions import ensure_agency, ensure_user
from accounts.models import Agency, Membership, User
from audit.actions import Actor
from candidates import actions as candidates
from panels import actions as panels
from scoring import actions as scoring
from selection import actions as selection
from selection.actions import ArchiveFixed, ForeignRound, RoundFixed
from selection.models import Round
from selection.registry import Changes
from workbook import archived, instances
from workbook.book import Book, Fault
from workbook.loaded import Key, Loaded, Part, in_words
from workbook.overruling import overruled
from workbook.rows import RoundRow

R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


OTHER_AGENCY = (
    "Instansi sebuah putaran tidak dapat diganti. Putaran dengan kode ini milik instansi lain."
)


class Unloadable(Exception):
    """The workbook says something that may not be loaded; `faults` says what and where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(f"{f.sheet}!{f.cell}: {f.message}" for f in faults))
        self.faults = tuple(faults)


def load(
    book: Book, *, by: Actor, agencies: Sequence[Agency] | None = None, dry_run: bool = False
) -> Loaded:
    """Make the round say what the book says, in one transaction; loading it twice changes nothing.

    `agencies`: those whose rounds the actor may load (None: any; a new one is made). A dry run
    does everything and takes it back, so it cannot say anything else than the load would. Raises
    Unloadable, for a book with faults and for what the round's state forbids.
    """
    if book.faults:
        raise Unloadable(book.faults)
    with transaction.atomic():
        loaded = _Loader(book, by, agencies).run()
        if dry_run:
            transaction.set_rollback(True)
            loaded.round = None
    return loaded


class _Loader:
    """One load: keeps what was saved under its natural key, so that later rows can point at it."""

    def __init__(self, book: Book, by: Actor, agencies: Sequence[Agency] | None) -> None:
        self.book, self.by, self.agencies = book, by, agencies
        self.faults: list[Fault] = []

    def run(self) -> Loaded:
        head = self.book.round
        assert head is not None, "a book without faults has a round"
        is_new = not Round.objects.in_force().filter(code=head.code).exists()
        self.loaded = Loaded(head.code, is_new)
        self.round = self._round(self._agency(head))
        self._scheme()
        self._people()
        self._values()
        if self.round.is_archive:
            self._archive(is_new=is_new)
        if self.faults:
            raise Unloadable(list(dict.fromkeys(self.faults)))
        self.loaded.round = Round.objects.get(pk=self.round.pk)
        return self.loaded

    def _agency(self, head: RoundRow) -> Agency:
        name = head.agency
        if self.agencies is None:
            known = Agency.objects.filter(name__iexact=name).first()
            return known or ensure_agency(name, by=self.by)
        for agency in self.agencies:
            if agency.name.casefold() == name.casefold():
                return agency
        mine = " atau ".join(agency.name for agency in self.agencies)
        raise Unloadable([self._fault("agency", f"Instansi harus {mine}, instansi Anda.")])

    def _round(self, agency: Agency) -> Round:
        head = self.book.round
        assert head is not None
        wanted = instances.round_of(head, agency)
        try:
            round_, changes = selection.put_round(wanted, by=self.by)
        except RoundFixed as refusal:
            round_, changes = Round.objects.get(code=head.code), refusal.changes
            self._refuse("Seleksi", changes, {(head.code,): head.number})
        except ArchiveFixed as refusal:
            raise Unloadable([self._fault("is_archive", str(refusal))]) from refusal
        except ForeignRound as refusal:
            key = "code" if self.agencies else "agency"
            said = str(refusal) if self.agencies else OTHER_AGENCY
            raise Unloadable([self._fault(key, said)]) from refusal
        self.loaded.parts.append(Part("Seleksi", changes, {(head.code,): head.number}))
        return round_

    def _scheme(self) -> None:
        book, round_ = self.book, self.round
        vacancies = self._put(
            "Jabatan",
            {(row.code,): row for row in book.vacancies},
            lambda row: instances.vacancy_of(row, round_),
            selection.put_vacancies,
        )
        self.vacancies = {key[0]: row for key, row in vacancies.items()}
        instruments = self._put(
            "Instrumen",
            {(row.code,): row for row in book.instruments},
            lambda row: instances.instrument_of(row, round_),
            selection.put_instruments,
        )
        self.instruments = {key[0]: row for key, row in instruments.items()}
        self._put(
            "Indikator",
            {(row.instrument, row.code): row for row in book.indicators},
            lambda row: instances.indicator_of(row, self.instruments),
            selection.put_indicators,
        )

    def _people(self) -> None:
        book, round_ = self.book, self.round
        self._refuse_officers()
        users = {row.email: ensure_user(row.email, row.name, by=self.by) for row in book.seats}
        seats = self._put(
            "Pansel",
            {(users[row.email].email,): row for row in book.seats},
            lambda row: instances.seat_of(row, round_, users[row.email]),
            panels.put_seats,
        )
        self.seats = {row.email: seats[users[row.email].email,] for row in book.seats}
        people = self._put(
            "Peserta",
            {(row.nip,): row for row in book.candidates},
            lambda row: instances.candidate_of(row, round_),
            candidates.put_candidates,
        )
        self.candidates = {key[0]: row for key, row in people.items()}
        self._put(
            "Peserta",
            {
                (row.nip, code): replace(row, nominations=(code,))
                for row in book.candidates
                for code in row.nominations
            },
            lambda row: instances.nomination_of(row, self.candidates, self.vacancies),
            candidates.put_nominations,
            what="pencalonan",
        )
        self._about_people(users)

    def _about_people(self, users: Mapping[str, User]) -> None:
        book = self.book
        self._put(
            "Riwayat_Jabatan",
            {(row.nip, row.began, row.post, row.unit): row for row in book.posts},
            lambda row: instances.career_of(row, self.candidates),
            candidates.put_career,
        )
        self.faults += overruled(book, self.round, users)
        self._put(
            "Benturan",
            {(users[row.email].email, row.nip): row for row in book.conflicts},
            lambda row: instances.conflict_of(row, self.seats, self.candidates),
            panels.put_conflicts,
        )

    def _refuse_officers(self) -> None:
        """Who prepares, decides or audits the round does not judge in it."""
        officers = Membership.objects.filter(agency=self.round.agency, ended_at=None)
        roles = {m.user.email: m for m in officers.select_related("user")}
        for row in self.book.seats:
            if held := roles.get(row.email.lower()):
                said = f"{held.get_role_display()} tidak menilai dalam putaran instansinya."
                self.faults.append(self.book.fault(row, "email", said))

    def _values(self) -> None:
        book = self.book
        if self.faults:
            return  # nothing will stay; a timetable may point at rows that were refused
        self._put(
            "Jadwal",
            {
                (row.date, row.starts, row.room, row.instrument, row.nip, row.vacancy): row
                for row in book.slots
            },
            lambda row: instances.slot_of(row, self.instruments, self.candidates, self.vacancies),
            panels.put_slots,
        )
        self._put(
            "Nilai_Data",
            {(row.nip, row.instrument, row.vacancy): row for row in book.given_values},
            lambda row: instances.given_value_of(
                row, self.instruments, self.candidates, self.vacancies
            ),
            scoring.put_given_values,
        )

    def _put(
        self,
        sheet: str,
        rows: Mapping[Key, Any],
        make: Callable[[Any], M],
        action: Callable[..., Changes[M]],
        *,
        what: str = "",
    ) -> Mapping[Key, M]:
        """Hand the sheet's rows to the action that owns them; remember a refusal and go on."""
        wanted = [make(row) for row in rows.values()]
        numbers = {key: row.number for key, row in rows.items()}
        try:
            changes = action(self.round, wanted, by=self.by)
        except RoundFixed as refusal:
            changes = refusal.changes
            self._refuse(sheet, changes, numbers)
        self.loaded.parts.append(Part(sheet, changes, numbers, what))
        return changes.rows

    def _refuse(self, sheet: str, changes: Changes[Any], numbers: Mapping[Key, int]) -> None:
        fixed = "Putaran sudah dibekukan"
        for key in changes.new:
            self.faults.append(Fault(sheet, f"A{numbers[key]}", f"{fixed}: baris ini baru."))
        for key, differences in changes.changed.items():
            self.faults.append(
                Fault(sheet, f"A{numbers[key]}", f"{fixed}: {in_words(differences)}.")
            )
        for key in changes.withdrawn:
            name = " / ".join(map(str, key))
            self.faults.append(Fault(sheet, "A1", f"{fixed}: baris {name} tidak ada di berkas."))

    def _fault(self, key: str, message: str) -> Fault:
        assert self.book.round is not None
        return self.book.fault(self.book.round, key, message)

    def _archive(self, *, is_new: bool) -> None:
        """An archive's score sheets: laid down once, afterwards only compared."""
        wanted = archived.sheets_of(self.book)
        if is_new:
            scoring.archive_sheets(self.round, wanted, by=self.by)
            changes: Changes[Any] = Changes(new=list(wanted))
        else:
            changes = archived.compare(self.round, wanted)
        numbers = {archived.key_of(row): row.number for row in reversed(self.book.scores)}
        if changes and not is_new:
            self._refuse("Nilai_Pansel", changes, numbers)
        self.loaded.parts.append(Part("Nilai_Pansel", changes, numbers))
