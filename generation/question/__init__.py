"""What is asked: the kind of answer, the words, names and identifiers of a question."""
