"""What speaks to a question: quotable units of the context, scored, and which go on the card."""
