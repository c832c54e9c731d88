"""How static files are named where the portal is deployed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Names each file by its content, and has a JavaScript module import the others by those names."""

    support_js_module_import_aggregation = True
