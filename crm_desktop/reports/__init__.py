"""Reports on paper: `collect` reads the store into a dataclass, `draw` makes the PDF of it. `registry.REPORTS` lists them."""
