"""The document engine: the minutes as frozen data, their exchange format, their HTML sheet and their PDF.

Pure: no models and no database. It is a Django application only so that its management command is found.
"""
