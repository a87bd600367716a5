"""Which kinds of document can be ordered from a round's page, and what each of them is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.models import Document

VACANCY, CANDIDATE, DAY = "vacancy", "candidate", "day"
Kind = Document.Kind
NO_NOMINATIONS = (
    "Putaran ini tidak memuat pencalonan, sehingga tidak ada peringkat yang dapat dilaporkan."
)
MISSING = {
    VACANCY: NO_NOMINATIONS,
    CANDIDATE: NO_NOMINATIONS,
    DAY: "Putaran ini tidak memuat jadwal, sehingga tidak ada yang ditunggu hadir.",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind as the page offers it: `asks` for the part of the round that it is about."""

    kind: Document.Kind
    words: str
    asks: str = ""
    whole: str = ""
    has_formats: bool = False

    @property
    def missing(self) -> str:
        """Why there is nothing to choose from."""
        return MISSING[self.asks]

    @property
    def title(self) -> str:
        return self.kind.label


OFFERS: Mapping[str, Offer] = {
    offer.kind.value: offer
    for offer in (
        Offer(
            Kind.RECOMMENDATION,
            "Peringkat, cara menghitung, panitia, dan tanda tangan.",
            VACANCY,
            "Seluruh jabatan",
        ),
        Offer(
            Kind.RECAPITULATION,
            "Nilai setiap penilai (P1, P2, …) tanpa nama, sampai nilai akhir; mendatar.",
            VACANCY,
            "Seluruh jabatan",
        ),
        Offer(
            Kind.DECISION,
            "Satu halaman untuk setiap jabatan: nama yang diusulkan berdampingan dengan kekuatan,"
            " risiko, yang ditinggalkan, dan rutenya; tempat memberi tanda dan alasan, untuk"
            " ditandatangani kepala daerah.",
            VACANCY,
            "Seluruh jabatan",
        ),
        Offer(
            Kind.CANDIDATE,
            "Hasil satu orang: asal setiap angka, yang menonjol dan yang di bawah kandidat lain,"
            " dan catatan penilai tanpa nama.",
            CANDIDATE,
        ),
        Offer(
            Kind.ATTENDANCE,
            "Kandidat menurut waktunya dan penilai menurut sesinya, dengan tempat tanda tangan.",
            DAY,
            "Semua hari",
        ),
        Offer(
            Kind.RECEIPTS,
            "Satu halaman untuk setiap penilai: kode bukti lembarnya dan tempatnya dalam rantai"
            " catatan, tanpa satu nilai pun.",
        ),
        Offer(
            Kind.DOSSIER,
            "Semua dokumen putaran dalam satu berkas dengan daftar isi; yang belum ada dibuat"
            " lebih dulu, yang belum dapat dibuat disebut dengan alasannya. PDF berpenanda untuk"
            " dibaca, ZIP untuk arsip: di dalamnya setiap berkas"
            " utuh dengan tanda tangannya.",
            has_formats=True,
        ),
    )
}


def offer_of(kind: str) -> Offer:
    """The kind that was asked for, else the recommendation report."""
    return OFFERS.get(kind, OFFERS[Kind.RECOMMENDATION.value])
