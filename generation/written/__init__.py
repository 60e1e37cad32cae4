"""What a language model wrote, held to the sentences that it was given: the prompt, the citations
of its answer, and the checks of each sentence. Pure code; no model is called here."""

from generation.written.prompt import NumberedSentence, Prompt, prompt_of
from generation.written.written_checks import check_text

__all__ = ["NumberedSentence", "Prompt", "check_text", "prompt_of"]
