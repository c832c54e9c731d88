"""How static files are named where the portal is deployed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Names each file by its content, and has the portal's own JavaScript modules import the others by those names.

    Other packages' files stay as they are: some speak of imports that are none of theirs.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "portal/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
