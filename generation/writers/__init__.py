"""Who writes: quotation, without a language model."""
