"""How the documentation is built: `make docs`, warnings are errors."""

from __future__ import annotations

import egiz

project = "Egiz"
author = "The Egiz developers"
copyright = "2026, the Egiz developers"
release = egiz.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Egiz"
html_show_sphinx = False
