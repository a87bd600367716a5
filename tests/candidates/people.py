"""A candidate about whom everything is known and in order; a test changes what matters."""

from dataclasses import replace
from datetime import date

from candidates.facts import (
    Degree,
    EducationLevel,
    Evidence,
    Facts,
    Grade,
    GradeHeld,
    Judgement,
    Known,
    Post,
    PostKind,
    Rating,
    SelectionPath,
)
from candidates.periods import Period

ON = date(2025, 11, 20)
AS_OF = date(2025, 11, 1)
OFFICER = "Rudita Hanggara"
DOCUMENTS = (
    "competence_technical",
    "competence_managerial",
    "competence_sociocultural",
    "track_record",
    "health",
    "wealth_report",
    "tax_return",
    "no_audit_findings",
    "not_a_suspect",
    "authority_consent",
)


def known(value, *, verified=True):
    return Known(value, "SIASN", AS_OF, OFFICER if verified else "")


def yes():
    return Judgement(answer=True, by=OFFICER, on=date(2025, 11, 18))


def no():
    return replace(yes(), answer=False)


def post(first, last=None, *, verified=True, **given):
    period = Period(date.fromisoformat(first), last and date.fromisoformat(last))
    facts = {"kind": PostKind.ADMINISTRATOR, "related": yes(), "title": "Kepala Bidang P2P"}
    return known(Post(agency="Dinas Kesehatan", period=period, **facts | given), verified=verified)


def degree(level="S-1", field="", fits=None):
    return Degree(EducationLevel(level), field, fits)


def person(**given):
    complete = Facts(
        path=SelectionPath.TALENT_FILL,
        degrees=known((degree("S-2", "Kesehatan Masyarakat"),)),
        posts=(post("2015-01-05"),),
        born=known(date(1972, 3, 14)),
        nip_born=date(1972, 3, 14),
        grade=known(GradeHeld(Grade.IVB, date(2022, 10, 1))),
        ratings={2024: known(Rating.VERY_GOOD), 2023: known(Rating.GOOD)},
        sanctions=known(()),
        evidence={code: known(Evidence(favourable=True, document=code)) for code in DOCUMENTS},
    )
    return replace(complete, **given)
