"""Paper about single records: letters to customers, and lists that name people.

A new document is two modules here and a line in `registry.DOCUMENTS`:

- `name.py` has a frozen parameter class, whose fields are the options of the command line and the form of the window (`parameters.py`),
  and `collect(wanted)`, which reads the store into a `Documents` (`data.py`). What it holds pickles, and each paper has a `number`, which
  the access log notes. `collecting.py` has what all of them ask; reads are in `queries/documents.py`. No ReportLab is imported here.
- `name_pages.py` has `draw_pages(data, path)`: a letter makes one `letter.Letter` of each paper and gives them to `letter.draw_letters`;
  what is no letter gives its story to `page.make_pdf`. `amounts.py`, `items.py`, `account.py`, `envelope.py`, `terms.py` are there to use.

`data.figures` makes the file of figures. What customers read is translated in `resources/locale/<language>/LC_MESSAGES/documents.po`;
`tests/reports/documents/test_wording.py` names the modules whose words must all be there.
"""
