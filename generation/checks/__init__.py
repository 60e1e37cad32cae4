"""What holds: checks of drafts against what they cite."""
