"""Inviting by e-mail whom the published timetable names: the panel's members, and candidates.

A member's letter leads to his own timetable; a candidate, who has no account, reads his own hours
in it. Each has the calendar file of his own sittings. A new version of the timetable is a new
invitation, whose file moves the events that the calendar already has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.urls import reverse

from accounts.models import Mail, User
from accounts.posting import Letter, Recipient, post, recipient_of, url_of, written
from accounts.wording import with_weekday
from audit.actions import record
from panels.calendar_files import event_for_candidate, events_for_member, ics
from panels.models import TimetablePlan
from panels.names import by_name
from panels.timetable_prints import edition_of, titles_of
from panels.timetable_reading import Facts, Version, facts_of, published_of, version_of
from selection.enumeration import listed
from selection.models import Round


class Group(StrEnum):
    """Who is invited together."""

    MEMBERS = "penilai"
    CANDIDATES = "kandidat"


class CannotInvite(Exception):
    """There is nothing to invite to, or nobody; the message says so, and that nothing was sent."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is to be invited, with the letter and with what was ordered of it before."""

    letter: Letter
    subject: str
    body: str
    mail: Mail | None

    @property
    def name(self) -> str:
        return self.letter.to.name

    @property
    def has_address(self) -> bool:
        return self.letter.to.has_address

    @property
    def is_due(self) -> bool:
        return self.has_address and self.mail is None


@dataclass(frozen=True, slots=True)
class Invitations:
    """All of one group; `due` are those to whom a letter would go now."""

    group: Group
    people: Sequence[Invitee]

    @property
    def due(self) -> list[Invitee]:
        return [person for person in self.people if person.is_due]

    @property
    def unreachable(self) -> list[Invitee]:
        """Who has no address that works."""
        return [person for person in self.people if not person.has_address]

    @property
    def ordered(self) -> list[Invitee]:
        return [person for person in self.people if person.mail]

    @property
    def sample(self) -> Invitee | None:
        """The letter that is shown before all are sent."""
        return next(iter([*self.due, *self.people]), None)


def invitations_of(round_: Round, plan: TimetablePlan) -> list[Invitations]:
    """Both groups for this published version. A fixed number of queries."""
    version = version_of(plan, facts := facts_of(round_))
    titles = list(titles_of(round_).values())
    letters = {
        Group.MEMBERS: list(_to_members(round_, version, facts, titles)),
        Group.CANDIDATES: list(_to_candidates(round_, version, facts, titles)),
    }
    held = Mail.objects.filter(once__in=[one.once for some in letters.values() for one in some])
    ordered = {mail.once: mail for mail in held}
    return [
        Invitations(
            group,
            [
                Invitee(letter, *written(letter, round_.agency), ordered.get(letter.once))
                for letter in some
            ],
        )
        for group, some in letters.items()
    ]


@transaction.atomic
def invite(round_: Round, group: Group, *, version: int, by: User) -> list[Mail]:
    """Order the letters of a group for the version of the timetable that was looked at.

    Raises CannotInvite.
    """
    locked = Round.objects.locked().select_related("agency")
    here = locked.get(pk=round_.pk)
    plan = _plan_of(here, version)
    some = next(each for each in invitations_of(here, plan) if each.group == group)
    letters = [person.letter for person in some.due]
    mails = post(letters, agency=here.agency, scope=here.scope, by=by)
    if not mails:
        raise CannotInvite(
            "Semua yang mempunyai alamat surel sudah diundang untuk jadwal ini. Tidak ada yang"
            " dikirim lagi."
        )
    facts = {"version": version, "group": group.value, "count": len(mails)}
    record("panels.invited", plan, by=by, scope=here.scope, **facts)
    return mails


def _plan_of(round_: Round, version: int) -> TimetablePlan:
    if round_.is_archive or round_.is_unsealed:
        raise CannotInvite("Wawancara putaran ini sudah selesai. Tidak ada undangan yang dikirim.")
    plan = published_of(round_)
    if plan is None or plan.version != version:
        raise CannotInvite(
            "Jadwal berubah sesudah Anda membuka halaman ini. Tidak ada undangan yang dikirim."
            " Periksa lagi, lalu kirim."
        )
    return plan


def _to_members(
    round_: Round, version: Version, facts: Facts, titles: Sequence[str]
) -> Iterator[Letter]:
    path = reverse("panels:my-timetable", args=[round_.code])
    for seat in sorted(facts.seats.values(), key=by_name):
        number = str(seat.number)
        events = events_for_member(version.timetable, version.request, number, titles)
        edition = edition_of(round_, version.plan, f"penilai-{number}")
        yield Letter(
            kind=Mail.Kind.MEMBER,
            to=recipient_of(seat.user, seat.name),
            template="member",
            occasion=f"undangan:{round_.code}:{version.plan.version}:{seat.user.public_id}",
            facts={"round": round_.title, "url": url_of(path)},
            ics=ics(events, edition) if events else "",
        )


def _to_candidates(
    round_: Round, version: Version, facts: Facts, titles: Sequence[str]
) -> Iterator[Letter]:
    sittings = {sitting.candidate: sitting for sitting in version.timetable.sittings}
    for number, person in facts.candidates.items():
        if number not in sittings:
            continue
        sitting = sittings[number]
        event = event_for_candidate(version.timetable, number, titles)
        edition = edition_of(round_, version.plan, f"kandidat-{number}")
        yield Letter(
            kind=Mail.Kind.CANDIDATE,
            to=Recipient(person.full_name, person.email),
            template="candidate",
            occasion=f"undangan:{round_.code}:{version.plan.version}:kandidat-{number}",
            facts={
                "round": round_.title,
                "parts": listed(titles),
                "when": f"{with_weekday(sitting.day)}, pukul {sitting.hours} WIB",
                "where": ", ".join(filter(None, (sitting.room, round_.location))),
            },
            ics=ics([event], edition),
        )
