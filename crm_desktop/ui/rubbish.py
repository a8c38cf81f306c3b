"""Python frees what only refers to itself in whatever thread happens to run. A window's parts freed in a worker end the program,
so that automatic collection is off while there is a window, and the window's thread collects when a job has come back."""

import gc


def collect_by_hand() -> None:
    """From now on `collect_some` is what frees circles of objects."""
    gc.disable()


def collect_some() -> None:
    """On the window's thread: as much as is due, of the youngest alone where that will do. Nothing where Python does it itself."""
    if gc.isenabled():
        return
    due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if due[0]:
        gc.collect(2 if all(due) else 1 if due[1] else 0)


def spare_what_stays() -> None:
    """Modules and the first window live as long as the program: walking through them each time would hold up the window."""
    gc.freeze()
