from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Names every file by its content, also where one script imports another: no page ever runs
    a new script with an old part."""

    support_js_module_import_aggregation = True
