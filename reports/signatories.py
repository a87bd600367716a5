"""Who signs which kind of document, and naming them for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, User
from audit.actions import record
from panels.models import Seat
from panels.names import by_name
from reports import signing
from reports.models import Document, Signatory, Signature
from reports.turns import CannotSign, lines_of, why_not

PANEL = {Document.Kind.MINUTES, Document.Kind.PLENARY, Document.Kind.RECAPITULATION}
CHAIR = {Document.Kind.RECOMMENDATION, Document.Kind.CANDIDATE}
UNDER_WAY = (Signature.State.PREPARED, Signature.State.SENT, Signature.State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that is asked for. Who has no account signs in ink, and only his name is typed."""

    name: str
    position: str
    turn: int
    method: Signatory.Method
    user: User | None = None


def defaults_of(document: Document) -> list[Wanted]:
    """Who usually signs such a document: the chair; all members, then the chair; the mayor."""
    kind = Document.Kind(document.kind)
    if kind is Document.Kind.DECISION:
        return _authority(document)
    seats = Seat.objects.in_force().filter(round=document.round_id).select_related("user")
    if kind in PANEL:
        return [_of_seat(seat, 2 if seat.is_chair else 1) for seat in _in_order(seats)]
    if kind in CHAIR:
        return [_of_seat(seat, 1) for seat in seats if seat.is_chair]
    return []


def people_of(document: Document) -> list[User]:
    """Who has an account and may be asked to sign: the panel, and who acts for the agency."""
    roles = (Membership.Role.AUTHORITY, Membership.Role.HEAD, Membership.Role.STAFF)
    held = Membership.objects.filter(
        agency=document.round.agency_id, role__in=roles, ended_at=None
    ).values("user")
    seated = Seat.objects.in_force().filter(round=document.round_id).values("user")
    people = User.objects.filter(Q(pk__in=held) | Q(pk__in=seated), is_active=True)
    return list(people.order_by("name", "pk"))


@transaction.atomic
def name_signatories(document: Document, wanted: Sequence[Wanted], *, by: User) -> None:
    """Lay down who signs. Who has signed stays; the others are named anew. Raises CannotSign."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    _refuse(locked, wanted)
    wanted = _by_their_own_names(locked, wanted)
    held = lines_of(locked)
    signed = {(line.user_id, line.name) for line in held if line.signed_at}
    now = timezone.now()
    for line in held:
        if not line.signed_at:
            line.withdrawn_at = now
            line.save(update_fields=["withdrawn_at"])
    for one in wanted:
        if (one.user.pk if one.user else None, one.name) not in signed:
            Signatory.objects.create(
                document=locked,
                turn=one.turn,
                name=one.name,
                position=one.position,
                user=one.user,
                method=one.method,
                named_by=by,
                named_at=now,
            )
    named = [f"{one.turn}. {one.name} ({one.method})" for one in wanted]
    scope = document.round.scope
    record("reports.signatories_named", locked, by=by, scope=scope, signatories=named)


def _refuse(document: Document, wanted: Sequence[Wanted]) -> None:
    if refusal := why_not(document):
        raise CannotSign(refusal)
    if document.signatures.filter(state__in=UNDER_WAY).exists():
        raise CannotSign(
            "Seorang penanda tangan sedang menandatangani, atau hasilnya belum pasti. Selesaikan"
            " itu dahulu. Daftar tidak berubah."
        )
    people = [line.user.pk for line in wanted if line.user]
    if len(people) != len(set(people)):
        raise CannotSign("Seseorang tercantum dua kali. Daftar tidak berubah.")
    if not signing.is_set_up() and any(line.method == "electronic" for line in wanted):
        raise CannotSign(
            "Tanda tangan elektronik belum disiapkan di pemasangan ini. Pilih tanda tangan basah."
            " Daftar tidak berubah."
        )


def _by_their_own_names(document: Document, wanted: Sequence[Wanted]) -> list[Wanted]:
    """Nobody signs with an account of his own under the name of somebody else."""
    seats = Seat.objects.in_force().filter(round=document.round_id)
    names = dict(seats.values_list("user", "name"))
    return [
        replace(one, name=names.get(one.user.pk, one.user.name)) if one.user else one
        for one in wanted
    ]


def _in_order(seats: Iterable[Seat]) -> list[Seat]:
    """By name: the order of the numbers would name P1, P2 … in a table of scores."""
    return sorted(seats, key=lambda seat: (seat.is_chair, by_name(seat)))


def _of_seat(seat: Seat, turn: int) -> Wanted:
    position = f"{seat.get_part_display()} panitia"
    return Wanted(seat.name, position, turn, _usual_method(), seat.user)


def _authority(document: Document) -> list[Wanted]:
    role = Membership.Role.AUTHORITY
    held = Membership.objects.filter(
        agency=document.round.agency_id, role=role, ended_at=None
    ).select_related("user")
    return [
        Wanted(one.user.name, role.label, 1, _usual_method(), one.user)
        for one in held.order_by("pk")
    ]


def _usual_method() -> Signatory.Method:
    return Signatory.Method.ELECTRONIC if signing.is_set_up() else Signatory.Method.WET
