"""What pages show, as frozen values; `groundgraph.as_json` makes JSON of them for the explorer and
for commands."""
