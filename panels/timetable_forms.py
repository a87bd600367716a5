"""What staff fill in for a timetable and a draw: days, rooms, breaks. What was typed stays."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms

from panels.drawing import LEAST_WITNESSES, NO_REASON, TOO_FEW_WITNESSES, witnesses_in
from panels.models import Seat
from panels.sittings import Place
from panels.slots import Stretch, StretchReversed
from panels.timetable_asking import Asked, AskedBreak, AskedDay, AskedRoom, Part
from panels.timetable_fields import Row, number_field, text_field
from selection.fields import ClockField, DayField, WordsField
from selection.models import Instrument

NOTE = WordsField(longest=500, required=False)
MOST_ROWS = 20
ROWS = {
    "day": ("day", "dayfrom", "dayto"),
    "room": ("room", "capacity", "members"),
    "break": ("break", "breakday", "breakfrom", "breakto"),
}
BLANK_ROWS = {"day": (3, 2), "room": (3, 1), "break": (2, 1)}  # at least; beyond the filled ones


class SetupForm(forms.Form):
    """Days, rooms, lengths and breaks. `asked` once valid. An empty line means nothing."""

    gap = number_field("Jeda antarwawancara (menit)", 0, 240)
    reserve = number_field("Cadangan waktu (persen)", 0, 90)
    least_members = number_field("Penilai paling sedikit tiap kandidat", 1, 99)
    attendants = number_field("Pendamping di ruang (notulis, petugas)", 0, 99)
    usual = forms.BooleanField(label="Pakai istirahat yang lazim", required=False)
    fasting = forms.BooleanField(label="Hari-hari ini jatuh pada bulan Ramadan", required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        asked: Asked,
        instruments: Sequence[Instrument],
        seats: Sequence[Seat],
    ) -> None:
        super().__init__(data, initial=_initial(asked, seats), label_suffix="")
        self.instruments, self.seats = instruments, seats
        self._add_parts(asked)
        self._add_days(len(asked.days))
        self._add_rooms(len(asked.rooms))
        self._add_breaks(len(asked.own_breaks))

    @property
    def day_rows(self) -> list[Row]:
        return self._lines("day")

    @property
    def room_rows(self) -> list[Row]:
        return self._lines("room")

    @property
    def break_rows(self) -> list[Row]:
        return self._lines("break")

    @property
    def part_fields(self) -> list[forms.BoundField]:
        return [self[f"part-{instrument.pk}"] for instrument in self.instruments]

    def clean(self) -> None:
        days = self._days()
        rooms = self._rooms()
        own = self._breaks({asked.day for asked in days})
        given = self.cleaned_data
        parts = tuple(
            Part(instrument.code, minutes)
            for instrument in self.instruments
            if (minutes := given.get(f"part-{instrument.pk}"))
        )
        if not parts and not any(name.startswith("part-") for name in self.errors):
            self.add_error(
                None, "Isi lama wawancara: paling sedikit satu bagian lebih dari 0 menit."
            )
        if not days:
            self._refuse("day", 1, "day", "Isi paling sedikit satu hari.")
        if not rooms:
            self._refuse("room", 1, "room", "Isi paling sedikit satu ruang.")
        if not self.errors:
            self.asked = Asked(
                days=tuple(sorted(days, key=lambda asked: asked.day)),
                rooms=tuple(rooms),
                parts=parts,
                gap=given["gap"],
                reserve=given["reserve"],
                least_members=given["least_members"],
                attendants=given["attendants"],
                usual=given["usual"],
                fasting=given["fasting"],
                own_breaks=tuple(own),
            )

    def _add_parts(self, asked: Asked) -> None:
        minutes = {part.code: part.minutes for part in asked.parts}
        for instrument in self.instruments:
            name = f"part-{instrument.pk}"
            self.fields[name] = number_field(f"Lama {instrument.title} (menit)", 0, 480)
            self.initial[name] = minutes.get(instrument.code, 0)

    def _add_days(self, filled: int) -> None:
        for n in self._numbers("day", filled):
            self.fields |= {
                f"day{n}": DayField(label=f"Tanggal hari ke-{n}", required=False),
                f"dayfrom{n}": ClockField(label=f"Buka hari ke-{n}", required=False),
                f"dayto{n}": ClockField(label=f"Tutup hari ke-{n}", required=False),
            }

    def _add_rooms(self, filled: int) -> None:
        people = [(str(seat.user.public_id), seat.name) for seat in self.seats]
        for n in self._numbers("room", filled):
            self.fields |= {
                f"room{n}": text_field(f"Nama ruang ke-{n}", 120),
                f"capacity{n}": number_field(f"Kapasitas ruang ke-{n}", 1, 9999, required=False),
                f"members{n}": forms.MultipleChoiceField(
                    label=f"Penilai di ruang ke-{n}",
                    required=False,
                    choices=people,
                    widget=forms.CheckboxSelectMultiple,
                ),
            }

    def _add_breaks(self, filled: int) -> None:
        for n in self._numbers("break", filled):
            self.fields |= {
                f"break{n}": text_field(f"Nama istirahat ke-{n}", 120),
                f"breakday{n}": DayField(label=f"Tanggal istirahat ke-{n}", required=False),
                f"breakfrom{n}": ClockField(label=f"Mulai istirahat ke-{n}", required=False),
                f"breakto{n}": ClockField(label=f"Selesai istirahat ke-{n}", required=False),
            }

    def _days(self) -> list[AskedDay]:
        found: list[AskedDay] = []
        for n in self._shown("day"):
            day = self.cleaned_data.get(f"day{n}")
            hours = self._hours("day", n)
            if day is None and hours is not None:
                self._refuse("day", n, "day", "Isi tanggal hari ini, atau kosongkan jamnya.")
            elif day is not None and any(asked.day == day for asked in found):
                self._refuse("day", n, "day", "Tanggal ini sudah ada di atas. Hapus salah satu.")
            elif day is not None and hours is not None:
                found.append(AskedDay(day, hours))
            elif day is not None:
                self._refuse(
                    "day", n, "dayfrom", "Isi jam buka dan jam tutup, misalnya 08.00 dan 16.00."
                )
        return found

    def _rooms(self) -> list[AskedRoom]:
        found: list[AskedRoom] = []
        numbers = {str(seat.user.public_id): str(seat.number) for seat in self.seats}
        for n in self._shown("room"):
            name = self.cleaned_data.get(f"room{n}", "")
            capacity = self.cleaned_data.get(f"capacity{n}")
            chosen = self.cleaned_data.get(f"members{n}", [])
            if not name and capacity is not None:
                self._refuse("room", n, "room", "Isi nama ruang ini, atau kosongkan kapasitasnya.")
            elif name and any(room.name.casefold() == name.casefold() for room in found):
                self._refuse("room", n, "room", "Ruang ini sudah ada di atas. Hapus salah satu.")
            elif name:
                found.append(AskedRoom(name, capacity, frozenset(numbers[p] for p in chosen)))
        return found

    def _breaks(self, days: set[date]) -> list[AskedBreak]:
        found: list[AskedBreak] = []
        for n in self._shown("break"):
            title = self.cleaned_data.get(f"break{n}", "")
            day = self.cleaned_data.get(f"breakday{n}")
            hours = self._hours("break", n)
            if hours is None and (title or day):
                self._refuse(
                    "break", n, "breakfrom", "Isi jam mulai dan selesai, misalnya 10.00 dan 10.15."
                )
            elif hours is not None and day is not None and day not in days:
                self._refuse(
                    "break", n, "breakday", "Tanggal ini bukan hari wawancara. Perbaiki tanggalnya."
                )
            elif hours is not None:
                found.append(AskedBreak(hours, title or "Istirahat", day, "Ditetapkan panitia"))
        return found

    def _hours(self, kind: str, n: int) -> Stretch | None:
        """The stretch of the row; None where a time is missing, said where it is wrong."""
        starts = self.cleaned_data.get(f"{kind}from{n}")
        ends = self.cleaned_data.get(f"{kind}to{n}")
        if starts is None or ends is None:
            if starts is not None or ends is not None:
                missing = f"{kind}from" if starts is None else f"{kind}to"
                self._refuse(kind, n, missing, "Isi kedua jamnya.")
            return None
        try:
            return Stretch(starts, ends)
        except StretchReversed as wrong:
            self._refuse(kind, n, f"{kind}to", str(wrong))
            return None

    def _refuse(self, kind: str, n: int, name: str, message: str) -> None:
        """Say one thing about a line, and nothing more about one that is wrong already."""
        if not any(f"{other}{n}" in self.errors for other in ROWS[kind]):
            self.add_error(f"{name}{n}", message)

    def _numbers(self, kind: str, filled: int) -> range:
        """The lines to show: those filled, and some blank ones; boxes alone fill no line."""
        least, beyond = BLANK_ROWS[kind]
        names = [name for name in ROWS[kind] if name != "members"]
        typed = [
            n for n in range(1, MOST_ROWS + 1) if any(self.data.get(f"{name}{n}") for name in names)
        ]
        last = max(typed, default=0) if self.is_bound else filled
        return range(1, min(max(least, last + beyond), MOST_ROWS) + 1)

    def _shown(self, kind: str) -> list[int]:
        return [n for n in range(1, MOST_ROWS + 1) if f"{kind}{n}" in self.fields]

    def _lines(self, kind: str) -> list[Row]:
        return [Row(n, tuple(self[f"{name}{n}"] for name in ROWS[kind])) for n in self._shown(kind)]


def _initial(asked: Asked, seats: Sequence[Seat]) -> dict[str, Any]:
    keys = {str(seat.number): str(seat.user.public_id) for seat in seats}
    values: dict[str, Any] = {
        name: getattr(asked, name)
        for name in ("gap", "reserve", "least_members", "attendants", "usual", "fasting")
    }
    for n, day in enumerate(asked.days, start=1):
        values |= {
            f"day{n}": day.day,
            f"dayfrom{n}": day.hours.starts,
            f"dayto{n}": day.hours.ends,
        }
    for n, room in enumerate(asked.rooms, start=1):
        values |= {f"room{n}": room.name, f"capacity{n}": room.capacity}
        values[f"members{n}"] = [keys[number] for number in room.members if number in keys]
    for n in range(len(asked.rooms) + 1, MOST_ROWS + 1):
        values[f"members{n}"] = list(keys.values())
    for n, pause in enumerate(asked.own_breaks, start=1):
        values |= {f"break{n}": pause.title, f"breakday{n}": pause.day}
        values |= {f"breakfrom{n}": pause.hours.starts, f"breakto{n}": pause.hours.ends}
    return values


class DrawForm(forms.Form):
    """The phrase as it was read aloud, who heard it, and why once more (drawing.Spoken)."""

    phrase = forms.CharField(
        label="Kata kunci yang dibacakan",
        help_text="Huruf a sampai z, angka, dan spasi. Contoh: pekalongan maju 2025.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Tulis kata kunci yang dibacakan dalam rapat."},
    )
    witnesses = forms.CharField(
        label="Saksi yang hadir",
        help_text="Paling sedikit dua orang: nama dan jabatan, dipisahkan titik koma.",
        max_length=500,
        error_messages={"required": "Tulis nama saksi yang hadir saat undian."},
    )
    reason = WordsField(
        label="Alasan undi ulang", longest=500, error_messages={"required": NO_REASON}
    )
    again = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, drawn: int = 0) -> None:
        super().__init__(data, initial={"again": drawn}, label_suffix="")
        if not drawn:
            del self.fields["reason"]

    def clean_witnesses(self) -> str:
        witnesses: str = self.cleaned_data["witnesses"]
        if len(witnesses_in(witnesses)) < LEAST_WITNESSES:
            raise forms.ValidationError(TOO_FEW_WITNESSES)
        return witnesses


def place_of(text: str) -> Place | None:
    """`2025-12-03 09.40 Ruang Melati`; None for anything else."""
    day, _, rest = text.partition(" ")
    clock, _, room = rest.partition(" ")
    try:
        starts = time.fromisoformat(clock.replace(".", ":"))
        return Place(date.fromisoformat(day), starts, room) if room else None
    except ValueError:
        return None


def whole_number(text: str) -> int:
    """The number that a select list or hidden field sent; 0 for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 6
    return int(text) if is_number else 0
