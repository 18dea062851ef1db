"""In which language a draft is written, by the small words in it."""

from backend.domain.question_craft.labels import LANGUAGES, Language
from backend.domain.question_craft.speech import SPEECH
from backend.domain.question_craft.wording import tokens_of, words_of


def language_of(text: str, otherwise: Language) -> Language:
    """Return the language most small words belong to; where it is nearly a draw, ``otherwise``."""
    words = {language: words_of(tokens_of(text, language)) for language in LANGUAGES}
    counts = {
        language: sum(word in SPEECH[language].known for word in words[language]) for language in LANGUAGES
    }
    best = max(LANGUAGES, key=lambda language: counts[language])
    return best if counts[best] > counts[otherwise] + 1 else otherwise
