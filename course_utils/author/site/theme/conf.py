"""Sphinx's settings of the reading edition; `course site` runs it on a folder it has filled."""

project = "Neural networks, from an activation function to brain scans"
html_title = "Neural networks"
language = "en"
extensions = ["myst_nb"]
exclude_patterns = ["extra"]

nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 4

html_theme = "furo"
html_static_path = ["_static"]
html_extra_path = ["extra"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_favicon = "_static/favicon.svg"
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
mathjax_path = "mathjax.js"
