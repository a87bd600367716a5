"""Who may do what, and when: the role × action table (security.md 4.2), rows that exist so far.

Default deny. A cell names the condition under which a role may act; no cell, no right. The pages
carry the action they belong to, and tests walk every address × every role against this table.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum


class Role(Enum):
    """A kind of person, in an agency (membership) or in a round (seat)."""

    SYSADMIN = "Administrator sistem"
    STAFF = "Staf BKPSDM"
    HEAD = "Kepala BKPSDM"
    MEMBER = "Penilai"
    CHAIR = "Ketua panitia"
    AUTHORITY = "Wali Kota selaku PPK"
    AUDITOR = "Pemeriksa"


class When(Enum):
    """The state of the object under which a right holds."""

    ALWAYS = "always"
    DRAFT = "draft"  # before the freeze
    FROZEN = "frozen"  # the rules stand still, scoring has not opened
    SCORING = "scoring"  # scores are sealed
    UNSEALED = "unsealed"  # from the unsealing on, hand-over included
    NOT_HANDED_OVER = "not_handed_over"  # unsealed, and not yet with the mayor
    HANDED_OVER = "handed_over"
    BEFORE_UNSEALING = "before_unsealing"
    OWN = "own"  # the user's own sheet; the queryset shows no other
    FIXED = "fixed"  # no longer a draft, and the scores are not yet open
    SIGNED = "signed"  # the user has signed all own sheets for the candidate in question


class Action(Enum):
    """One row of the table. The value is how refusals and the trail name it."""

    OPEN_HOME = "membuka beranda"
    READ_ROUND = "membaca putaran"
    READ_CANDIDATES = "membaca data kandidat"
    READ_REQUIREMENTS = "membaca pemeriksaan syarat"
    CHECK_REQUIREMENTS = "memeriksa syarat"
    APPROVE_EXCEPTION = "memutuskan pengecualian syarat"
    READ_PROGRESS = "membaca kemajuan penilaian"
    LOAD_ROUND = "memuat buku kerja"
    EXPORT_ROUND = "mengekspor putaran"
    EXPORT_SCORES = "mengekspor putaran dengan nilai"
    READ_RULES = "membaca aturan putaran"
    SET_STABILITY = "menetapkan ambang kestabilan"
    REQUEST_FREEZE = "meminta pembekuan aturan"
    APPROVE_FREEZE = "menyetujui pembekuan aturan"
    RETURN_FREEZE = "mengembalikan permintaan pembekuan"
    OPEN_SCORING = "membuka penilaian"
    SCORE = "menilai"
    DECIDE_REOPENING = "menjawab permintaan buka kembali"
    OPEN_PAPER = "menyatakan penilaian memakai kertas"
    READ_FORMS = "membaca formulir kertas"
    TRANSCRIBE = "mengetik salinan kertas"
    CLOSE_DAY = "menutup hari penilaian"
    READ_MINUTES = "membaca berita acara"
    CONFIRM_MINUTES = "mengonfirmasi berita acara"
    UNSEAL = "meminta pembukaan segel"
    WITNESS_UNSEALING = "menyaksikan pembukaan segel"
    RETURN_UNSEALING = "mengembalikan permintaan pembukaan segel"
    EXPORT_EVIDENCE = "mengekspor bukti"
    READ_RANKING = "membaca peringkat"
    READ_SHEETS_BY_NAME = "membaca lembar nilai dengan nama penilai"
    READ_CLARIFICATION = "membaca pertanyaan klarifikasi"
    NOTE_CLARIFICATION = "mencatat jawaban klarifikasi"
    ORDER_DOCUMENT = "memesan dokumen"
    READ_DOCUMENT = "membaca dokumen"
    REVOKE_DOCUMENT = "mencabut atau mengganti dokumen"
    READ_PLENARY = "membaca rapat pleno"
    HOLD_PLENARY = "memimpin rapat pleno"
    CONFIRM_PLENARY = "mengonfirmasi berita acara pleno"
    FREEZE_RESULT = "menetapkan hasil"
    NAME_SIGNATORIES = "menentukan penanda tangan dokumen"
    SIGN_DOCUMENT = "menandatangani dokumen"
    SETTLE_SIGNATURE = "memastikan hasil penandatanganan"
    UPLOAD_SCAN = "mengunggah pindaian bertanda tangan"
    READ_SCANS = "membaca pindaian bertanda tangan"
    CHECK_SCAN = "memeriksa pindaian bertanda tangan"
    HAND_OVER = "menyerahkan hasil"
    READ_SHORTLIST = "membaca tiga kandidat terbaik"
    READ_PANEL = "membaca susunan panitia"
    EDIT_PANEL = "menyusun panitia"
    REQUEST_PANEL_CHANGE = "mengajukan perubahan panitia"
    APPROVE_PANEL_CHANGE = "menyetujui perubahan panitia"
    REMIND_MEMBERS = "mengingatkan penilai"
    DECLARE = "menandatangani pernyataan benturan kepentingan"
    READ_DECLARATION_STATES = "membaca keadaan pernyataan"
    READ_DECLARATIONS = "membaca pernyataan benturan kepentingan"
    READ_PAPERS = "membaca daftar makalah"
    HAND_IN_PAPER = "mengunggah makalah"
    SET_PAPER_RULES = "menetapkan ketentuan makalah"
    READ_ATTENDANCE = "membaca kehadiran"
    NOTE_ATTENDANCE = "mencatat kehadiran"
    READ_TIMETABLE = "membaca jadwal wawancara"
    EDIT_TIMETABLE = "menyusun jadwal wawancara"
    READ_OWN_TIMETABLE = "membaca jadwal sendiri"
    READ_ACCOUNTS = "membaca daftar akun"
    ISSUE_ACCOUNTS = "membuat kartu aktivasi"
    READ_TALENT_POOL = "membaca data talenta instansi"
    READ_TALENT_GRID = "membaca kotak talenta"
    READ_TALENT = "membaca nilai talenta kandidat"
    LOAD_TALENT = "memuat data talenta"
    CREATE_ACCOUNTS = "membuat akun"
    GRANT_ROLES = "memberi dan mengakhiri peran"


_EVERYONE = dict.fromkeys(Role, When.ALWAYS)

POLICY: Mapping[Action, Mapping[Role, When]] = {
    Action.OPEN_HOME: _EVERYONE,
    Action.READ_ROUND: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_CANDIDATES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_REQUIREMENTS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.CHECK_REQUIREMENTS: {Role.STAFF: When.DRAFT},
    Action.APPROVE_EXCEPTION: {Role.HEAD: When.DRAFT},
    Action.READ_PROGRESS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.LOAD_ROUND: {Role.STAFF: When.ALWAYS},
    Action.EXPORT_ROUND: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.EXPORT_SCORES: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    Action.READ_RULES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.SET_STABILITY: {Role.STAFF: When.DRAFT},
    Action.REQUEST_FREEZE: {Role.STAFF: When.DRAFT},
    Action.APPROVE_FREEZE: {Role.HEAD: When.DRAFT, Role.CHAIR: When.DRAFT},
    Action.RETURN_FREEZE: {
        Role.STAFF: When.DRAFT,
        Role.HEAD: When.DRAFT,
        Role.CHAIR: When.DRAFT,
    },
    Action.OPEN_SCORING: {Role.CHAIR: When.FROZEN},
    Action.SCORE: {Role.MEMBER: When.OWN, Role.CHAIR: When.OWN},
    # A member answers for the chair's own sheet alone (scoring.reopening.reopenings_for).
    Action.DECIDE_REOPENING: {Role.MEMBER: When.SCORING, Role.CHAIR: When.SCORING},
    Action.OPEN_PAPER: {Role.CHAIR: When.SCORING},
    Action.READ_FORMS: {
        Role.STAFF: When.SCORING,
        Role.HEAD: When.SCORING,
        Role.CHAIR: When.SCORING,
    },
    # Only who has no seat on the panel (scoring.transcribing.why_not).
    Action.TRANSCRIBE: {Role.STAFF: When.SCORING},
    Action.CLOSE_DAY: {Role.CHAIR: When.SCORING},
    Action.READ_MINUTES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.CONFIRM_MINUTES: {Role.MEMBER: When.SCORING, Role.CHAIR: When.SCORING},
    Action.UNSEAL: {Role.CHAIR: When.SCORING},
    Action.WITNESS_UNSEALING: {Role.MEMBER: When.SCORING},
    Action.RETURN_UNSEALING: {Role.MEMBER: When.SCORING, Role.CHAIR: When.SCORING},
    Action.EXPORT_EVIDENCE: {Role.CHAIR: When.ALWAYS, Role.AUDITOR: When.ALWAYS},
    Action.READ_RANKING: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.MEMBER: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.UNSEALED,
    },
    Action.READ_SHEETS_BY_NAME: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    # The chair may be a member too: the auditor reads the same page, his questions included.
    Action.READ_CLARIFICATION: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    Action.NOTE_CLARIFICATION: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    Action.ORDER_DOCUMENT: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
    },
    Action.READ_DOCUMENT: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.UNSEALED,
    },
    Action.REVOKE_DOCUMENT: {Role.HEAD: When.UNSEALED, Role.CHAIR: When.UNSEALED},
    Action.READ_PLENARY: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.MEMBER: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUDITOR: When.UNSEALED,
    },
    # Also once handed over: a correction is a new plenary.
    Action.HOLD_PLENARY: {Role.CHAIR: When.UNSEALED},
    Action.CONFIRM_PLENARY: {Role.MEMBER: When.UNSEALED, Role.CHAIR: When.UNSEALED},
    Action.FREEZE_RESULT: {Role.CHAIR: When.UNSEALED},
    Action.NAME_SIGNATORIES: {Role.STAFF: When.ALWAYS, Role.CHAIR: When.ALWAYS},
    Action.SIGN_DOCUMENT: {  # his own line; whoever is named on one reads what he signs
        Role.STAFF: When.OWN,
        Role.HEAD: When.OWN,
        Role.MEMBER: When.OWN,
        Role.CHAIR: When.OWN,
        Role.AUTHORITY: When.OWN,
    },
    Action.SETTLE_SIGNATURE: {Role.STAFF: When.ALWAYS},
    Action.UPLOAD_SCAN: {Role.STAFF: When.ALWAYS, Role.CHAIR: When.ALWAYS},
    Action.READ_SCANS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    # Not by whoever uploaded it (reports.wet_ink, and the database).
    Action.CHECK_SCAN: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
    },
    Action.HAND_OVER: {Role.CHAIR: When.NOT_HANDED_OVER},
    Action.READ_SHORTLIST: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.CHAIR: When.HANDED_OVER,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    Action.READ_PANEL: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.EDIT_PANEL: {Role.STAFF: When.DRAFT},
    Action.REQUEST_PANEL_CHANGE: {Role.STAFF: When.FIXED},
    Action.APPROVE_PANEL_CHANGE: {Role.HEAD: When.FIXED, Role.CHAIR: When.FIXED},
    Action.REMIND_MEMBERS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
    },
    Action.DECLARE: {Role.MEMBER: When.OWN, Role.CHAIR: When.OWN},
    Action.READ_DECLARATION_STATES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_PAPERS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_DECLARATIONS: {Role.AUDITOR: When.ALWAYS},
    Action.HAND_IN_PAPER: {Role.STAFF: When.ALWAYS},
    Action.SET_PAPER_RULES: {Role.STAFF: When.DRAFT},
    Action.READ_ATTENDANCE: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.NOTE_ATTENDANCE: {Role.STAFF: When.SCORING},
    Action.READ_TIMETABLE: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.EDIT_TIMETABLE: {
        Role.STAFF: When.BEFORE_UNSEALING,
        Role.HEAD: When.BEFORE_UNSEALING,
    },
    Action.READ_OWN_TIMETABLE: {Role.MEMBER: When.OWN, Role.CHAIR: When.OWN},
    Action.READ_ACCOUNTS: {
        Role.SYSADMIN: When.ALWAYS,
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.ISSUE_ACCOUNTS: {Role.SYSADMIN: When.ALWAYS, Role.HEAD: When.ALWAYS},
    Action.READ_TALENT_POOL: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_TALENT_GRID: {  # a panel member sees in it only whom he has signed
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUTHORITY: When.UNSEALED,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_TALENT: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.SIGNED,
        Role.CHAIR: When.SIGNED,
        Role.AUTHORITY: When.UNSEALED,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.LOAD_TALENT: {Role.STAFF: When.ALWAYS},
    Action.CREATE_ACCOUNTS: {Role.SYSADMIN: When.ALWAYS},
    Action.GRANT_ROLES: {Role.HEAD: When.ALWAYS},
}


def allows(action: Action, roles: Iterable[Role], states: AbstractSet[When]) -> bool:
    """True where one of the roles may act while the object is in these states."""
    cells = POLICY[action]
    return any(cells[role] in states for role in roles if role in cells)
