"""One factory per model. Defaults are dull; a test states what matters to it."""

from datetime import date, time
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Agency, Invitation, Mail, Membership, User
from candidates.models import (
    Candidate,
    CareerPost,
    Evidence,
    IdeaPaper,
    Nomination,
    Official,
    RequirementException,
)
from panels.models import Conflict, PanelChange, Seat, Slot
from reports.models import Document, Scan, Signatory, Signature
from scoring.models import Freeze, GivenValue, Nudge, Sheet
from scoring.rulebook import rulebook_of
from selection.models import Attachment, Indicator, Instrument, Round, Vacancy
from selection.scheme import fingerprint
from workbook.models import Upload


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence("orang{:04}@contoh.example".format)
    name = factory.Sequence("Orang {:04}".format)
    password = "!"


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence("Pemerintah Kota {:04}".format)
    phone = "(0299) 555 0110"
    city = "Tirtakencana"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = Membership.Role.STAFF


def in_role(agency, role):
    """Somebody who is this in the agency."""
    return MembershipFactory(agency=agency, role=role).user


class MailFactory(DjangoModelFactory):
    """A letter that waits for the postman."""

    class Meta:
        model = Mail

    agency = factory.SubFactory(AgencyFactory)
    scope = factory.LazyAttribute(lambda mail: mail.agency.scope)
    kind = Mail.Kind.REMINDER
    to_address = factory.Sequence("penerima{:04}@contoh.example".format)
    to_name = factory.Sequence("Penerima {:04}".format)
    subject = "[Seleksi JPT Pratama] Pengingat"
    body = "Yth. Penerima\n"
    once = factory.Sequence("pengingat:{}".format)
    ordered_at = factory.LazyFunction(timezone.now)
    next_try_at = factory.SelfAttribute("ordered_at")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    token_sha256 = factory.Sequence("{:064}".format)
    code_hash = "!"
    invited_by = factory.SubFactory(UserFactory)
    invited_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timezone.timedelta(hours=24))


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = Round

    class Params:
        scoring = factory.Trait(
            phase="scoring",
            scheme_sha256="0" * 64,
            frozen_at=factory.LazyFunction(timezone.now),
            scoring_opened_at=factory.LazyFunction(timezone.now),
        )
        unsealed = factory.Trait(
            phase="unsealed",
            frozen_at=factory.LazyFunction(timezone.now),
            scheme_sha256="0" * 64,
            unsealed_at=factory.LazyFunction(timezone.now),
        )
        handed_over = factory.Trait(
            phase="handed_over",
            scheme_sha256="0" * 64,
            frozen_at=factory.LazyFunction(timezone.now),
            unsealed_at=factory.LazyFunction(timezone.now),
            handed_over_at=factory.LazyFunction(timezone.now),
        )

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence("putaran-{:04}".format)
    title = factory.Sequence("Putaran {:04}".format)
    kind = "talent_fill"
    reference_date = date(2026, 1, 5)


class VacancyFactory(DjangoModelFactory):
    class Meta:
        model = Vacancy

    round = factory.SubFactory(RoundFactory)
    code = factory.Sequence("JAB{:04}".format)
    title = factory.Sequence("Kepala Dinas {:04}".format)
    unit = factory.Sequence("Dinas {:04}".format)
    echelon = "II.b"


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = Instrument

    round = factory.SubFactory(RoundFactory)
    code = factory.Sequence("INSTRUMEN{:04}".format)
    title = factory.Sequence("Instrumen {:04}".format)
    source = "panel"
    coverage = "candidate"
    scale_min = Decimal(0)
    scale_max = Decimal(100)
    weight = Decimal(100)
    bands = factory.LazyFunction(lambda: ["60", "70", "80", "90"])


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    instrument = factory.SubFactory(InstrumentFactory)
    code = factory.Sequence("K{:04}".format)
    title = factory.Sequence("Kriteria {:04}".format)
    weight = Decimal(50)
    anchors = factory.LazyFunction(lambda: ["a", "b", "c", "d", "e"])


class OfficialFactory(DjangoModelFactory):
    class Meta:
        model = Official
        django_get_or_create = ("agency", "nip")

    agency = factory.SubFactory(AgencyFactory)
    nip = factory.Sequence("19700101199503{:04}".format)
    name = "Pegawai"


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = Candidate

    round = factory.SubFactory(RoundFactory)
    nip = factory.Sequence(lambda n: f"1970020{n // 1000 + 1}1995031{n % 1000:03}")
    official = factory.SubFactory(
        OfficialFactory,
        agency=factory.SelfAttribute("..round.agency"),
        nip=factory.SelfAttribute("..nip"),
    )
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence("Kandidat Bernama {:04}".format)
    back_title = "S.E., M.M."
    grade = "IV/a"
    post = "Sekretaris Dinas"
    post_kind = "administrator"
    post_since = date(2021, 1, 4)
    unit = "Dinas Kesehatan"
    education = "S-2"


class CareerPostFactory(DjangoModelFactory):
    class Meta:
        model = CareerPost

    candidate = factory.SubFactory(CandidateFactory)
    post = factory.Sequence("Kepala Bidang {:04}".format)
    post_kind = "administrator"
    unit = "Dinas Pendidikan"
    began = date(2016, 2, 1)


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination

    candidate = factory.SubFactory(CandidateFactory)
    vacancy = factory.SubFactory(VacancyFactory, round=factory.SelfAttribute("..candidate.round"))


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    round = factory.SubFactory(RoundFactory)
    user = factory.SubFactory(UserFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.SelfAttribute("user.name")
    institution = "Universitas Samudra Kencana"
    element = "academic"
    is_internal = False
    part = "member"


class ConflictFactory(DjangoModelFactory):
    class Meta:
        model = Conflict

    seat = factory.SubFactory(SeatFactory)
    candidate = factory.SubFactory(CandidateFactory, round=factory.SelfAttribute("..seat.round"))
    kind = "family"
    still_scores = False


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    round = factory.SubFactory(RoundFactory)
    kind = "assignment_letter"
    name = "surat.pdf"
    size = 10
    sha256 = "0" * 64
    file = factory.Sequence("attachments/{:032}.pdf".format)
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


class PanelChangeFactory(DjangoModelFactory):
    class Meta:
        model = PanelChange

    round = factory.SelfAttribute("seat.round")
    seat = factory.SubFactory(SeatFactory)
    kind = "withdraw"
    reason = "Sakit"
    letter = factory.SubFactory(AttachmentFactory, round=factory.SelfAttribute("..seat.round"))
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(timezone.now)


class SlotFactory(DjangoModelFactory):
    class Meta:
        model = Slot

    candidate = factory.SubFactory(CandidateFactory)
    round = factory.SelfAttribute("candidate.round")
    instrument = factory.SubFactory(
        InstrumentFactory, round=factory.SelfAttribute("..candidate.round")
    )
    date = date(2025, 12, 3)
    starts = time(8, 0)
    ends = time(8, 30)
    room = "Ruang Anggrek"


class SheetFactory(DjangoModelFactory):
    class Meta:
        model = Sheet

    seat = factory.SubFactory(SeatFactory)
    candidate = factory.SubFactory(CandidateFactory, round=factory.SelfAttribute("..seat.round"))
    instrument = factory.SubFactory(InstrumentFactory, round=factory.SelfAttribute("..seat.round"))


class NudgeFactory(DjangoModelFactory):
    class Meta:
        model = Nudge

    seat = factory.SubFactory(SeatFactory)
    sent_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)


class GivenValueFactory(DjangoModelFactory):
    class Meta:
        model = GivenValue

    candidate = factory.SubFactory(CandidateFactory)
    instrument = factory.SubFactory(
        InstrumentFactory, round=factory.SelfAttribute("..candidate.round"), source="data"
    )
    value = Decimal(80)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    round = factory.SubFactory(RoundFactory, unsealed=True)
    kind = "recommendation"
    number = factory.Sequence("{:03}/LAP".format)
    ordered_by = factory.SubFactory(UserFactory)
    ordered_at = factory.LazyFunction(timezone.now)


class SignatoryFactory(DjangoModelFactory):
    """Somebody who signs electronically, first."""

    class Meta:
        model = Signatory

    document = factory.SubFactory(DocumentFactory)
    turn = 1
    user = factory.SubFactory(UserFactory)
    name = factory.SelfAttribute("user.name")
    position = "Anggota panitia"
    method = "electronic"
    named_by = factory.SelfAttribute("document.ordered_by")
    named_at = factory.LazyFunction(timezone.now)


class SignatureFactory(DjangoModelFactory):
    """An attempt that is prepared, of a line of its own."""

    class Meta:
        model = Signature

    document = factory.SubFactory(DocumentFactory)
    signatory = factory.SubFactory(SignatoryFactory, document=factory.SelfAttribute("..document"))
    service = "local"
    base_sha256 = factory.SelfAttribute("document.sha256")
    prepared_at = factory.LazyFunction(timezone.now)


class ScanFactory(DjangoModelFactory):
    """A scan of the document's paper that nobody has checked."""

    class Meta:
        model = Scan

    document = factory.SubFactory(DocumentFactory)
    attachment = factory.SubFactory(
        "tests.factories.AttachmentFactory",
        round=factory.SelfAttribute("..document.round"),
        kind="signed_scan",
    )
    document_sha256 = factory.SelfAttribute("document.sha256")


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = Upload

    agency = factory.SubFactory(AgencyFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)
    name = "putaran.xlsx"
    size = 10
    sha256 = "0" * 64
    file = "uploads/putaran.xlsx"


class FreezeFactory(DjangoModelFactory):
    """Asked by the agency's staff, then agreed to by its head and the chair of the panel.

    The round is still a draft, and needs a chair.
    """

    class Meta:
        model = Freeze

    @classmethod
    def _create(cls, model_class, *args, **fields):
        answers = {name: fields.pop(name) for name in ("head", "head_at", "chair", "chair_at")}
        answers["settled_at"] = fields.pop("settled_at")
        freeze = super()._create(model_class, *args, **fields)
        for name, value in answers.items():
            setattr(freeze, name, value)
        freeze.save(update_fields=list(answers))
        return freeze

    text = factory.LazyAttribute(lambda freeze: rulebook_of(freeze.round))
    sha256 = factory.LazyAttribute(lambda freeze: fingerprint(freeze.text))
    requested_by = factory.LazyAttribute(lambda freeze: in_role(freeze.round.agency, "staff"))
    requested_at = factory.LazyFunction(timezone.now)
    head = factory.LazyAttribute(lambda freeze: in_role(freeze.round.agency, "head"))
    head_at = factory.LazyFunction(timezone.now)
    chair = factory.LazyAttribute(
        lambda freeze: freeze.round.seats.get(part="chair", withdrawn_at=None).user
    )
    chair_at = factory.LazyFunction(timezone.now)
    settled_at = factory.LazyFunction(timezone.now)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    candidate = factory.SubFactory(CandidateFactory)
    code = "health"
    favourable = True
    document = "Surat keterangan sehat"
    dated = date(2025, 11, 3)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = factory.LazyFunction(timezone.now)


class RequirementExceptionFactory(DjangoModelFactory):
    class Meta:
        model = RequirementException

    nomination = factory.SubFactory(NominationFactory)
    code = "USIA"
    title = "Usia"
    reason = "Persetujuan Presiden"
    document_name = "Surat nomor 7"
    document = factory.SubFactory(
        AttachmentFactory,
        kind="exception",
        round=factory.SelfAttribute("..nomination.candidate.round"),
    )
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(timezone.now)


class IdeaPaperFactory(DjangoModelFactory):
    class Meta:
        model = IdeaPaper

    nomination = factory.SubFactory(NominationFactory)
    version = 1
    attachment = factory.SubFactory(
        AttachmentFactory,
        kind="idea_paper",
        round=factory.SelfAttribute("..nomination.candidate.round"),
    )
    handed_in_at = factory.SelfAttribute("attachment.uploaded_at")
    is_late = False
