"""The words of the policy: kinds of people, states of things, and what may be done."""

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
    READ_INPUT_WINDOW = "membaca masa masukan masyarakat"
    REQUEST_INPUT_WINDOW = "meminta masa masukan masyarakat"
    OPEN_INPUT_WINDOW = "membuka masa masukan masyarakat"
    READ_INPUTS = "membaca masukan masyarakat"
    VERIFY_INPUT = "memverifikasi masukan masyarakat"
    OPEN_IDENTITY = "membuka identitas pengirim masukan"
    READ_VERIFIED_INPUTS = "membaca ringkasan masukan masyarakat"
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
