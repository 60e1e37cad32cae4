"""groundgraph."""

from groundgraph._origin import check_packages

check_packages()
