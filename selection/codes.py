from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """The code of a vacancy or a requirement in an address, in capitals or not.

    What workbook.texts takes for a code; anything else is no address, so nothing is asked for it.
    """

    regex = "[A-Za-z0-9][A-Za-z0-9_.-]*"
