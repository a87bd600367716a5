"""The lines of one post's tracker (ux.md, screen l), up to the inauguration."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.wording import in_words
from decisions.models import ApprovalEvent
from decisions.standings import Standing
from decisions.tracking import Line, Track

Kind = ApprovalEvent.Kind
ICONS = {"ok": "cek", "warn": "jam", "err": "seru", "off": "strip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: what, how it stands (`tone`: ok, warn, err, off), and what there is to know."""

    title: str
    tone: str
    state: str
    told: str = ""
    due: str = ""
    code: str = ""  # of the rule, where the line leads to its page

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


def rows_of(track: Track) -> list[Row]:
    """Every approval in up to three lines, then the decree and the inauguration."""
    shown = [line for line in track.lines if line.is_shown or line.step.has_window]
    rows = [row for line in shown for row in _approval(line)]
    return [*rows, _decree(track), _inauguration(track)]


def left_out(track: Track) -> list[str]:
    """The approvals that this post does not need at any time, by title."""
    lines = [line for line in track.lines if not line.is_shown and not line.step.has_window]
    return [f"{line.step.rule.title}: {line.step.why}" for line in lines]


def _approval(line: Line) -> Iterator[Row]:
    rule, standing = line.step.rule, line.standing
    if not line.is_shown:
        told = line.step.why
        yield Row(title=rule.title, tone="off", state="tidak diperlukan", told=told)
        return
    yield _prepared(line, standing)
    yield _sent(line, standing)
    yield _answered(line, standing)


def _prepared(line: Line, standing: Standing | None) -> Row:
    title, code = f"Usulan kepada {line.step.rule.body} lengkap", line.step.rule.code
    event = standing.last(Kind.PREPARED) if standing else None
    if event:
        return Row(title=title, tone="ok", state="selesai", told=in_words(event.happened_on))
    if line.front is None:
        return Row(title=title, tone="off", state="terhambat", told=_blocked(line), code=code)
    tone = "err" if line.front.is_late else "warn"
    return Row(title=title, tone=tone, state="disiapkan", due=line.front.due_words, code=code)


def _sent(line: Line, standing: Standing | None) -> Row:
    rule = line.step.rule
    title = f"Kirim ke {rule.body} melalui {rule.channel}"
    event = standing.last(Kind.SENT) if standing else None
    again = standing is not None and standing.state in (Kind.RETURNED, Kind.EXPIRED)
    if event and event.letter and not again:
        told = f"{in_words(event.happened_on)}, no. {event.letter.number}, petugas {event.owner}"
        return Row(title=title, tone="ok", state="selesai", told=told)
    if standing is None:
        return Row(title=title, tone="off", state="menunggu usulan lengkap")
    if line.blocked_by:
        return Row(title=title, tone="off", state="terhambat", told=_blocked(line), code=rule.code)
    due = line.front.due_words if line.front else ""
    return Row(
        title=title,
        tone="warn",
        state="kirim ulang" if again else "siap dikirim",
        due=due,
        code=rule.code,
    )


def _answered(line: Line, standing: Standing | None) -> Row:
    title, code = line.step.rule.title, line.step.rule.code
    if not line.step.is_required:
        told = f"kini {line.step.told}"
        return Row(title=title, tone="off", state="sudah berjalan", told=told, code=code)
    if standing and line.is_given:
        return Row(title=title, tone="ok", state="disetujui", told=_given(standing), code=code)
    if standing is None or standing.state == Kind.PREPARED or line.front is None:
        return Row(title=title, tone="off", state="menunggu pengiriman", told=line.step.told)
    front, latest = line.front, standing.latest
    back = standing.state in (Kind.REFUSED, Kind.RETURNED)
    legal = f" Batas hukum {in_words(front.legal_due_on)}." if front.legal_due_on else ""
    return Row(
        title=title,
        tone="err" if front.is_late or back else "warn",
        state="menunggu" if standing.state == Kind.SENT else latest.get_kind_display().lower(),
        told=front.words,
        due=f"{front.due_words}{legal}",
        code=code,
    )


def _given(standing: Standing) -> str:
    """`18 November 2026, no. 3312/B; berlaku sampai 18 Februari 2027; syarat: …`"""
    event = standing.latest
    number = f", no. {event.letter.number}" if event.letter else ""
    until = f"; berlaku sampai {in_words(event.valid_until)}" if event.valid_until else ""
    limits = f"; syarat: {event.conditions}" if event.conditions else ""
    return f"{in_words(event.happened_on)}{number}{until}{limits}"


def _blocked(line: Line) -> str:
    return f"menunggu {'; '.join(line.blocked_by)}" if line.blocked_by else ""


def _decree(track: Track) -> Row:
    title = "SK pengangkatan"
    decree = track.decree
    if decree:
        told = f"{in_words(decree.dated)}, no. {decree.number}"
        return Row(title=title, tone="ok", state="selesai", told=told)
    if track.is_ready:
        return Row(title=title, tone="warn", state="dapat ditetapkan")
    if track.gone:
        return Row(title=title, tone="err", state="terhambat", told="menunggu keputusan baru")
    waits = [line.step.rule.title for line in track.lines if _holds_up(line)]
    return Row(title=title, tone="off", state="terhambat", told=f"menunggu {'; '.join(waits)}")


def _holds_up(line: Line) -> bool:
    return line.step.is_required and not line.is_given


def _inauguration(track: Track) -> Row:
    title, planned = "Pelantikan", track.inauguration
    if planned and planned.held:
        return Row(title=title, tone="ok", state="selesai", told=in_words(planned.on))
    if planned:
        return Row(title=title, tone="off", state="direncanakan", told=in_words(planned.on))
    return Row(title=title, tone="off", state="belum dijadwalkan")
