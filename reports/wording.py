"""Dates written out as official documents begin with them. Pure text."""

from datetime import date

from accounts.wording import DAYS, MONTHS, number_in_words


def date_in_words(day: date) -> str:
    """`Rabu tanggal tiga bulan Desember tahun dua ribu dua puluh lima (03-12-2025)`"""
    return (
        f"{DAYS[day.weekday()]} tanggal {number_in_words(day.day)} bulan {MONTHS[day.month - 1]}"
        f" tahun {number_in_words(day.year)} ({day:%d-%m-%Y})"
    )
