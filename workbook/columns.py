"""The round workbook as a contract: every sheet and column, in the order the template shows them.

Reading, the template, the export and the checks are all driven by it.
"""

from collections.abc import Mapping

from workbook.contract import Sheet
from workbook.people_columns import CANDIDATES, CONFLICTS, POSTS, SEATS
from workbook.round_columns import ROUND
from workbook.rows import Row
from workbook.scheme_columns import INDICATORS, INSTRUMENTS, VACANCIES
from workbook.value_columns import GIVEN_VALUES, SCORES, SLOTS

SHEETS: tuple[Sheet, ...] = (
    ROUND,
    VACANCIES,
    CANDIDATES,
    POSTS,
    SEATS,
    INSTRUMENTS,
    INDICATORS,
    CONFLICTS,
    SLOTS,
    GIVEN_VALUES,
    SCORES,
)
SHEET_OF: Mapping[type[Row], Sheet] = {sheet.row: sheet for sheet in SHEETS}
KEY_HEADER, VALUE_HEADER = "kunci", "isi"  # of Seleksi


def sheet_named(name: str) -> Sheet | None:
    """The sheet of the contract with this name; case and spaces around it do not matter."""
    wanted = name.strip().casefold()
    return next((sheet for sheet in SHEETS if sheet.name.casefold() == wanted), None)
