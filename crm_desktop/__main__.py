"""`python -m crm_desktop` is the same program as `crm-desktop`."""

import sys


def _main() -> None:
    if getattr(sys, "frozen", False):
        _main_of_frozen()
    from crm_desktop.cli import main

    main()


def _main_of_frozen() -> None:
    """A program in one file has no interpreter beside it: its other processes are itself, told so by their first word."""
    import multiprocessing

    from crm_desktop.exchange.reading_apart import FROZEN_ENTRY

    multiprocessing.freeze_support()
    if sys.argv[1:2] == [FROZEN_ENTRY]:
        from crm_desktop.exchange.reading_child import main

        del sys.argv[1]
        main()
        sys.exit()


if __name__ == "__main__":
    _main()
