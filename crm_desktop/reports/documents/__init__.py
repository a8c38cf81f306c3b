"""Paper about single records: letters to customers, and lists that name people.

A new document is a module here and a line in `registry.DOCUMENTS`. The module has a frozen parameter class (its fields are the
options and the form, see `parameters.py`), `collect(wanted)`, which reads the store into a `Documents` (`data.py`; `collecting.py`
has what all of them ask), and `draw(data, path)`, which imports ReportLab only then. A letter gives one `letter.Letter` for each
paper to `letter.draw_letters`; what is no letter gives its story to `page.make_pdf`. `data.figures` writes the file of figures.
"""
