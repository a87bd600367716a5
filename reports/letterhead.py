"""Who writes an official document, for whom and where, as its head and signatures name them."""

from accounts.models import Agency

OFFICE = "Panitia Seleksi Pengisian\nJabatan Pimpinan Tinggi Pratama"
APPOINTING = "Pejabat Pembina Kepegawaian"
HEADS = {
    "Pemerintah Kota": "Wali Kota",
    "Pemerintah Kabupaten": "Bupati",
    "Pemerintah Provinsi": "Gubernur",
}


def place_of(agency: Agency) -> str:
    """Where an agency's documents are signed: said, or in the agency's name."""
    return agency.city or _parts(agency.name)[1]


def head_of(agency: Agency) -> str:
    """`Wali Kota Pekalongan`, or the office that appoints in an agency of another kind."""
    head, name = _parts(agency.name)
    return f"{head or APPOINTING} {name}"


def authority_of(agency: str) -> str:
    """`Wali Kota Pekalongan selaku Pejabat Pembina Kepegawaian`"""
    head, name = _parts(agency)
    return f"{head} {name} selaku {APPOINTING}" if head else f"{APPOINTING} {name}"


def _parts(agency: str) -> tuple[str, str]:
    """The head's title, empty in an agency of another kind, and the name without its kind."""
    for government, head in HEADS.items():
        if agency.startswith(f"{government} "):
            return head, agency.removeprefix(government).strip()
    return "", agency
