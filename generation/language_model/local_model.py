"""A language model on this machine, run by transformers: chat template, CPU or GPU, LoRA adapter,
GGUF. torch is imported when it first writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from functools import lru_cache
from io import StringIO
from queue import Empty, SimpleQueue
from typing import Any

from generation.language_model.interruptible import interruptible, stopped
from generation.language_model.local_weights import LocalWeights
from graph.errors import ContextOverflow, ModelError
from graph.model import TokenUsage

_LOOK = 0.2  # seconds between two looks at whether it is to stop
_LEAVE = 5.0  # seconds that an answer which nobody reads any more is waited for


class TransformersModel:
    """The language model whose files `weights` names. `stop`, once set, ends an answer at once,
    also while the model is loaded. One answer is written at a time; it is the likeliest text, the
    same each time."""

    def __init__(self, weights: LocalWeights, stop: threading.Event | None = None) -> None:
        self.weights = weights
        self.stop = stop or threading.Event()
        self.name = weights.name
        self.where = weights.where

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str | TokenUsage]:
        """The pieces of the answer as they are written, then its tokens. Raises `ContextOverflow`
        where the prompt is too long, `ModelStopped` once `stop` is set, `ModelError` for all
        else."""
        return interruptible(self._stream(messages), self.stop)

    def _stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str | TokenUsage]:
        loaded = load(self.weights)
        prompt = loaded.tokens_of(messages)
        sent = int(prompt["input_ids"].shape[1])
        loaded.require_room(sent, self.weights.answer_tokens)
        running = _Answer(loaded, self.weights, prompt)
        try:
            yield from (piece for piece in running.pieces(self.stop) if piece)
        finally:
            running.leave()
        yield TokenUsage(sent, running.written)


class Loaded:
    """A model in memory with its tokenizer. `lock` is held while it writes."""

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.name = name
        self.lock = threading.Lock()

    @property
    def context(self) -> int | None:
        """How many tokens it can read and write together; None where it does not say."""
        config = self.model.config.get_text_config()
        found = getattr(config, "max_position_embeddings", None)
        return int(found) if found else None

    def tokens_of(self, messages: Sequence[Mapping[str, str]]) -> Any:
        """The prompt as the model's chat template writes it. Where the template takes no
        instructions of their own, they stand at the head of the question."""
        if not self.tokenizer.chat_template:
            raise ModelError(
                f"{self.name} has no chat template, so it answers no questions; use a model that "
                "was trained to follow instructions (“instruct”, “chat”)."
            )
        try:
            return self._templated([dict(message) for message in messages])
        except Exception as error:
            if "system" not in str(error).casefold() or messages[0]["role"] != "system":
                raise _failed(self.name, error) from None
            said = "\n\n".join(message["content"] for message in messages)
            return self._templated([{"role": "user", "content": said}])

    def _templated(self, messages: list[dict[str, str]]) -> Any:
        made = self.tokenizer.apply_chat_template(
            messages,
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
            enable_thinking=False,  # read by templates of models that can think aloud first
        )
        return made.to(self.model.device)

    def require_room(self, sent: int, answer: int) -> None:
        """Raises `ContextOverflow` where prompt and answer do not fit."""
        if self.context is not None and sent + answer > self.context:
            raise ContextOverflow(
                f"the prompt ({sent} tokens) and the answer ({answer}) are longer than the model's "
                f"context ({self.context})."
            )

    def ends(self) -> list[int]:
        """The tokens that end an answer."""
        found = self.model.generation_config.eos_token_id
        listed = found if isinstance(found, list) else [found]
        return sorted({one for one in (*listed, self.tokenizer.eos_token_id) if one is not None})


class _Answer:
    """One answer, written in a thread of its own: tokens come through a queue, so that reader and
    writer need not wait for each other."""

    def __init__(self, loaded: Loaded, weights: LocalWeights, prompt: Any) -> None:
        self._loaded = loaded
        self._weights = weights
        self._prompt = prompt
        self._queue: SimpleQueue[list[int] | Exception | None] = SimpleQueue()
        self._left = threading.Event()
        self._prompt_seen = False
        self.written = 0
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._write, name="language model", daemon=True)
        self._thread.start()

    # --- the writer's side: a streamer and a stopping criterion of transformers ----------------

    def put(self, value: Any) -> None:
        """What transformers hands to a streamer: first the prompt, then each token."""
        if self._prompt_seen:
            self._queue.put([int(token) for token in value.flatten().tolist()])
        self._prompt_seen = True

    def end(self) -> None:
        """The end of what a streamer is handed."""

    def _is_left(self, *_: object, **__: object) -> bool:
        return self._left.is_set()

    def _write(self) -> None:
        try:
            with self._loaded.lock:
                if not self._left.is_set():
                    self._generate()
        except Exception as error:
            self._queue.put(error)
        self._queue.put(None)

    def _generate(self) -> None:
        import torch
        from transformers import GenerationConfig, StoppingCriteriaList

        if self._weights.threads is not None:
            torch.set_num_threads(self._weights.threads)
        ends = self._loaded.ends()
        self._loaded.model.generate(
            **self._prompt,
            generation_config=GenerationConfig(  # type: ignore[no-untyped-call]
                do_sample=False,
                max_new_tokens=self._weights.answer_tokens,
                eos_token_id=ends or None,
                pad_token_id=self._loaded.tokenizer.pad_token_id or (ends[0] if ends else 0),
            ),
            streamer=self,
            stopping_criteria=StoppingCriteriaList([self._is_left]),
        )

    # --- the reader's side ---------------------------------------------------------------------

    def pieces(self, stop: threading.Event) -> Iterator[str]:
        """What each token adds to the text; `written` counts the tokens."""
        tokens: list[int] = []
        shown = 0
        while True:
            found = self._next(stop)
            if isinstance(found, Exception):
                raise _failed(self._loaded.name, found) from None
            tokens += found or ()
            text = self._text(tokens)
            if found is not None and text.endswith("\ufffd"):
                continue  # the rest of a character is still to come
            self.written = len(tokens)
            yield text[shown:]
            shown = len(text)
            if found is None:
                return

    def _next(self, stop: threading.Event) -> list[int] | Exception | None:
        while True:
            if stop.is_set():
                raise stopped()
            if time.monotonic() - self._started > self._weights.limit_s:
                raise ModelError(
                    f"the answer took longer than {self._weights.limit_s:g} s; what had arrived is "
                    "kept. Ask for less, or use a smaller model."
                )
            try:
                return self._queue.get(timeout=_LOOK)
            except Empty:
                continue

    def _text(self, tokens: list[int]) -> str:
        return str(
            self._loaded.tokenizer.decode(
                tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
            )
        )

    def leave(self) -> None:
        """Nobody reads any more: it stops at its next token."""
        self._left.set()
        self._thread.join(_LEAVE)


_LOADING = threading.Lock()


def load(weights: LocalWeights) -> Loaded:
    """The model in memory; the one used last is kept. Raises `ModelError`."""
    with _LOADING:
        return _loaded(weights)


@lru_cache(maxsize=1)
def _loaded(weights: LocalWeights) -> Loaded:
    try:
        with redirect_stderr(StringIO()):  # libraries draw bars there, one of them always
            return _load(weights)
    except Exception as error:
        raise _failed(weights.name, error) from None


def _load(weights: LocalWeights) -> Loaded:
    import torch
    import transformers
    from transformers import AutoModelForCausalLM, AutoTokenizer

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    device = weights.device or ("cuda" if torch.cuda.is_available() else "cpu")
    on_processor = torch.device(device).type == "cpu"
    files: dict[str, Any] = {"local_files_only": True}
    if weights.gguf:
        files["gguf_file"] = weights.gguf
    tokenizer = AutoTokenizer.from_pretrained(str(weights.folder), **files)
    model: Any = AutoModelForCausalLM.from_pretrained(
        str(weights.folder),
        dtype=(torch.float32 if on_processor else torch.bfloat16) if weights.gguf else "auto",
        use_safetensors=True,
        **files,
    )
    if weights.adapter is not None:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, str(weights.adapter)).merge_and_unload()
    model.eval()
    return Loaded(model.to(device), tokenizer, weights.name)


def _failed(name: str, error: Exception) -> ModelError:
    """`error` of a library in words of ours."""
    if isinstance(error, ModelError):
        return error
    said = str(error)
    if "static TLS" in said:
        return ModelError(
            "torch cannot be loaded beside kglite in this process (a limit of glibc); start again "
            "with GLIBC_TUNABLES=glibc.rtld.optional_static_tls=4096 in the environment."
        )
    if type(error).__name__ in ("OutOfMemoryError", "MemoryError") or "out of memory" in said:
        return ModelError(
            f"{name} needs more memory than there is. Use a smaller model, or the processor "
            "(CUDA_VISIBLE_DEVICES= in the environment)."
        )
    if "trust_remote_code" in said:
        return ModelError(
            f"{name} brings code of its own, which is not run. Use a model that transformers knows."
        )
    first = said.strip().splitlines()[0][:200] if said.strip() else ""
    return ModelError(
        f"transformers cannot use {name} ({type(error).__name__}: {first}). Check its files, or "
        "use another model."
    )
