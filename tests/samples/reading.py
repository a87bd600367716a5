"""The sample workbooks as a stranger reads them, and the arithmetic of workbook.md once more."""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from math import floor
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parents[2] / "samples"
NAMES = ("pekalongan-2025", "pekalongan-2025-arsip", "kecil-uji")


def load(path):
    """Every sheet as a list of rows; a row is a dict of title and cell value."""
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: _rows(sheet) for sheet in workbook}


def settings(book):
    return {row["kunci"]: row["isi"] for row in book["Seleksi"]}


def split(cell):
    return cell.split(";") if cell else []


def recused(book):
    return {(row["email"], row["nip"]) for row in book["Benturan"] if row["menilai"] == "Tidak"}


def sheet_scores(book):
    """Score of every sheet, by instrument and NIP, then by member."""
    weights = {(row["instrumen"], row["kode"]): row["bobot"] for row in book["Indikator"]}
    scores = defaultdict(lambda: defaultdict(Fraction))
    for row in book["Nilai_Pansel"]:
        weight = Fraction(weights[row["instrumen"], row["indikator"]]) / 100
        scores[row["instrumen"], row["nip"]][row["email"]] += weight * row["nilai"]
    return scores


def totals(book):
    weights = {row["kode"]: Fraction(row["bobot"]) / 100 for row in book["Instrumen"]}
    found = defaultdict(Fraction)
    for row in book["Nilai_Data"]:
        found[row["nip"]] += weights["TALENTA"] * Fraction(str(row["nilai"]))
    for (instrument, nip), sheets in sheet_scores(book).items():
        found[nip] += weights[instrument] * sum(sheets.values()) / len(sheets)
    return found


def rounded(total):
    return Fraction(floor(total * 100 + Fraction(1, 2)), 100)


def interrater(sheets):
    """ICC(2,k) of rows of equal length: two-way random effects, absolute agreement."""
    count, raters = len(sheets), len(sheets[0])
    mean = sum(map(sum, sheets)) / (count * raters)
    rows = raters * sum((sum(row) / raters - mean) ** 2 for row in sheets)
    columns = count * sum((sum(column) / count - mean) ** 2 for column in zip(*sheets, strict=True))
    everything = sum((value - mean) ** 2 for row in sheets for value in row)
    between, across = rows / (count - 1), columns / (raters - 1)
    error = (everything - rows - columns) / ((count - 1) * (raters - 1))
    return (between - error) / (between + (across - error) / count)


def _rows(sheet):
    titles, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, map(_plain, row), strict=True)) for row in rows]


def _plain(value):
    return value.date() if isinstance(value, datetime) else value
