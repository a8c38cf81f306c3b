"""`python -m crm_desktop` is the same program as `crm-desktop`."""

from crm_desktop.cli import main

if __name__ == "__main__":
    main()
