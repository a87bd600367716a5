from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = r"""(?P<matched>import (?P<names>[^'"]+) from "(?P<url>\.[^"]+)";)"""


class Storage(CompressedManifestStaticFilesStorage):
    """Names every file by its content, also where one of our scripts imports another: no page
    ever runs a new script with an old part."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
