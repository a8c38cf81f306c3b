"""How many examples a slow rule is tried with: few in the usual round, all with `dev.py test --thorough`, which sets a variable."""

import os

IS_THOROUGH = bool(os.environ.get("CRM_DESKTOP_THOROUGH"))


def examples(usual: int, thorough: int) -> int:
    return thorough if IS_THOROUGH else usual
