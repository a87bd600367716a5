"""A book as JSON: nothing changes on the way, and it cannot become endless."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook import making
from tests.workbook.books import archive_book, small_book
from workbook import parcel
from workbook.book import Fault

TEXTS = st.text()


@pytest.mark.parametrize("book", [small_book(), archive_book()], ids=["round", "archive"])
def test_a_book_arrives_as_it_was_sent(book):
    assert parcel.decode(parcel.encode(book)) == book


def test_a_book_with_faults_arrives_with_all_that_is_said_about_it():
    sheets = making.a_round(Peserta_A2="1", Peserta_I3="x", Seleksi_B2=None, Jadwal_B2="8 pagi")
    book = making.read_tables(sheets)

    arrived = parcel.decode(parcel.encode(book).encode("ascii"))

    assert (arrived, arrived.extent, arrived.places) == (book, book.extent, book.places)


@given(TEXTS, st.decimals(allow_nan=False, allow_infinity=False), st.lists(TEXTS))
def test_texts_numbers_and_lists_keep_value_and_type(text, number, many):
    book = small_book(title=text, legal_basis=tuple(many))
    (value, *_) = book.given_values
    book = replace(
        book,
        given_values=(replace(value, value=number),),
        faults=(Fault("Peserta", "A2", text),),
    )

    arrived = parcel.decode(parcel.encode(book))

    assert arrived == book
    assert type(arrived.given_values[0].value) is Decimal


def test_a_book_without_a_round_arrives():
    book = replace(small_book(), round=None)

    assert parcel.decode(parcel.encode(book)) == book


def test_a_book_that_is_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(parcel, "LONGEST", 1000)

    with pytest.raises(parcel.TooLong):
        parcel.encode(small_book())
