"""The table at the end: who looked when, at how many addresses, and what differed."""

ROWS = "kunjungan"
LINE = "{:28} {:24} {:>7} {:>10} {:>5}"


def pytest_terminal_summary(terminalreporter):
    """Printed where anybody looked; with xdist, too."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    rows = [
        row
        for report in reports
        for name, value in report.user_properties
        if name == ROWS and report.when == "call"
        for row in value
    ]
    if rows:
        terminalreporter.section("dua dunia")
        terminalreporter.line(LINE.format("saat", "peran", "alamat", "kunjungan", "beda"))
        for row in sorted(rows):
            terminalreporter.line(LINE.format(*row))
