"""The document engine: minutes and other papers as frozen data, the sheet made of each, and what is made of a sheet.

`model` and `papers` hold the data, `composition` makes blocks of them, `sheet` the HTML of those, `typesetting` the
PDF, `word` the Word file; `exchange` reads and writes the JSON, `signatures` signs and judges.

Pure: no models and no database. It is a Django application only so that its management command is found.
"""
