"""Files of other programs, in and out."""

import os

os.environ["OPENPYXL_LXML"] = "False"
"""Where lxml happens to be installed, openpyxl would read workbooks with it and past defusedxml, which refuses what attacks."""
