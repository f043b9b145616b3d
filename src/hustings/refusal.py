"""A refusal has a name: the one exception by which any room says no."""

from hustings.messages import say


class Refusal(Exception):  # noqa: N818  # it is the field's word, and not an error of the program
    """Raised when something must not or cannot be done; nothing has been changed.

    `code` is the refusal's name (`law.unknown_pack`), stable for programs; `text` is the English
    sentence (what, where, what to do) with {holes}; `facts` fill the holes. Rooms subclass it
    beside the function that raises it, or raise it as it is.
    """

    def __init__(self, code: str, text: str, /, **facts: object) -> None:
        super().__init__(code, text, facts)
        self.code = code
        self.text = text
        self.facts = facts

    def say(self, language: str = "en") -> str:
        """The sentence in the reader's language."""
        return say(self.text, language, **self.facts)

    def __str__(self) -> str:
        return self.say()
