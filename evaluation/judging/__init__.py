"""Judging by people what the graph shows: sheets, verdicts, scores, agreement of judges."""
