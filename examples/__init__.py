"""The example base: documents of a fictional device maker, and questions about them."""
