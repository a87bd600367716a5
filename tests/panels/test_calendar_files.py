from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.calendar_files import Edition, Event, event_for_candidate, events_for_member, ics
from panels.rearranging import move
from panels.timetable import generate
from tests.panels.hearings import place, request, sitting, timetable

TITLES = ("Uji Gagasan", "Wawancara")
EDITION = Edition(
    round_key="pekalongan/2025-1",
    owner="kandidat-07",
    version=3,
    stamped=datetime(2025, 12, 1, 15, 2, 7, tzinfo=timezone(timedelta(hours=7))),
)
TABLE = timetable(sitting("07", "09.40–10.20"), sitting("08", "10.30–11.10"), version=3)


def unfolded(text):
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def value(text, name):
    [line] = [line for line in unfolded(text) if line.startswith((f"{name}:", f"{name};"))]
    return line.partition(":")[2]


def test_ics_writes_the_call_of_one_candidate():
    assert ics([event_for_candidate(TABLE, "07", TITLES)], EDITION) == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Pratama//Jadwal//ID\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\n"
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Asia/Jakarta\r\n"
        "BEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0700\r\n"
        "TZOFFSETTO:+0700\r\n"
        "TZNAME:WIB\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:a797bc31-4490-542e-b06f-b5ef0cf4a91d\r\n"
        "DTSTAMP:20251201T080207Z\r\n"
        "SEQUENCE:3\r\n"
        "DTSTART;TZID=Asia/Jakarta:20251203T094000\r\n"
        "DTEND;TZID=Asia/Jakarta:20251203T102000\r\n"
        "SUMMARY:Uji Gagasan\\, Wawancara\r\n"
        "LOCATION:Ruang Anggrek\r\n"
        "DESCRIPTION:Jadwal versi 3. Nomor kandidat Anda: 07.\r\n"
        "STATUS:CONFIRMED\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_ics_carries_the_fingerprint_of_fixed_rules():
    fixed = replace(EDITION, rules="ab" * 32)

    text = ics([event_for_candidate(TABLE, "07", TITLES)], fixed)

    assert value(text, "DESCRIPTION").endswith(f"Anda: 07. Sidik jari aturan: {'ab' * 32}.")


def test_ics_keeps_the_uid_when_the_sitting_moves():
    moved = move(TABLE, "07", place("14.40"))

    before = ics([event_for_candidate(TABLE, "07", TITLES)], EDITION)
    after = ics([event_for_candidate(moved, "07", TITLES)], replace(EDITION, version=4))

    assert value(after, "UID") == value(before, "UID")
    assert (value(before, "SEQUENCE"), value(after, "SEQUENCE")) == ("3", "4")


@pytest.mark.parametrize(
    "other", [{"round_key": "malang/2025-1"}, {"owner": "penilai-4"}], ids=["round", "owner"]
)
def test_ics_gives_each_owner_and_round_uids_of_their_own(other):
    event = event_for_candidate(TABLE, "07", TITLES)

    assert value(ics([event], EDITION), "UID") != value(
        ics([event], replace(EDITION, **other)), "UID"
    )


def test_ics_names_nobody_else_in_a_candidates_file():
    text = ics([event_for_candidate(TABLE, "07", TITLES)], EDITION)

    assert text.count("BEGIN:VEVENT") == 1
    assert "08" not in value(text, "SUMMARY") + value(text, "DESCRIPTION")


def test_events_for_member_leave_out_recusals():
    asked = request(3, recusals=frozenset({("4", "02")}))

    events = events_for_member(generate(asked), asked, "4", TITLES)

    assert [(e.key, e.summary, e.description) for e in events] == [
        (
            "kandidat-01",
            "Kandidat 01: Uji Gagasan, Wawancara",
            "Jadwal versi 1. Anda bertugas sebagai penilai.",
        ),
        (
            "kandidat-03",
            "Kandidat 03: Uji Gagasan, Wawancara",
            "Jadwal versi 1. Anda bertugas sebagai penilai.",
        ),
    ]


def test_ics_holds_all_events_of_a_member_with_different_uids():
    asked = request(3)

    text = ics(events_for_member(generate(asked), asked, "4", TITLES), EDITION)

    uids = [line for line in unfolded(text) if line.startswith("UID:")]
    assert len(set(uids)) == 3


def test_ics_tells_the_calendar_to_take_a_cancelled_sitting_out():
    event = replace(event_for_candidate(TABLE, "07", TITLES), cancelled=True)

    assert value(ics([event], EDITION), "STATUS") == "CANCELLED"


def test_ics_escapes_what_would_end_a_value():
    event = Event(
        key="a",
        sitting=sitting("07", "09.40–10.20", room="Aula; lantai 2, sayap \\kiri"),
        summary="baris satu\r\nBEGIN:VEVENT\nbaris\rtiga\x07",
        description="",
    )

    text = ics([event], EDITION)

    assert value(text, "LOCATION") == "Aula\\; lantai 2\\, sayap \\\\kiri"
    assert value(text, "SUMMARY") == "baris satu\\nBEGIN:VEVENT\\nbaris\\ntiga"
    assert unfolded(text).count("BEGIN:VEVENT") == 1


def test_ics_refuses_a_stamp_without_a_zone():
    with pytest.raises(ValueError, match="no moment"):
        ics([], replace(EDITION, stamped=EDITION.stamped.replace(tzinfo=None)))


def test_ics_writes_the_stamp_in_utc():
    stamped = replace(EDITION, stamped=datetime(2025, 12, 1, 8, 2, 7, tzinfo=UTC))
    event = event_for_candidate(TABLE, "07", TITLES)

    assert ics([event], stamped) == ics([event], EDITION)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_ics_folds_every_line_and_loses_nothing(text):
    event = Event(key="a", sitting=sitting("07", "09.40–10.20"), summary=text, description="é" * 99)

    written = ics([event], EDITION)

    lines = written.encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert [line.decode() for line in lines] == written.split("\r\n")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in plain if c == "\n" or not is_control(c))
    assert unescaped(value(written, "SUMMARY")) == kept
    assert value(written, "DESCRIPTION") == "é" * 99


def is_control(character):
    return ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0


def unescaped(text):
    out, escape = [], False
    for character in text:
        if escape:
            out.append("\n" if character == "n" else character)
            escape = False
        elif character == "\\":
            escape = True
        else:
            out.append(character)
    return "".join(out)


@pytest.mark.parametrize("length", [66, 67, 68, 140, 141, 142, 143])
def test_ics_leaves_no_empty_line_behind_a_full_one(length):
    event = Event(
        key="a", sitting=sitting("07", "09.40–10.20"), summary="x" * length, description=""
    )

    lines = ics([event], EDITION).split("\r\n")

    assert " " not in lines
    assert max(len(line) for line in lines) == (75 if length > 66 else 74)
    assert value(ics([event], EDITION), "SUMMARY") == "x" * length
