"""Training here what ships, and what users train on their own judged questions."""
