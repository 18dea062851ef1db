"""Whether a screen fits: nothing beyond its edge, nothing cut off or squeezed, nothing too small to hit."""

from dataclasses import dataclass

from playwright.async_api import Page

SIZES = ((320, 568), (412, 839), (656, 944), (1138, 712))
"""A small phone, a phone, a tablet upright and a tablet lying."""
SMALLEST_TARGET = 24
"""Pixels, for anything that can be pressed (WCAG 2.2, 2.5.8)."""
USUAL_TARGET = 44
_FIT = """() => {
    const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.sr, .skip, svg');
    const wide = document.documentElement.clientWidth;
    const out = [], cut = [], thin = [];
    for (const e of document.body.querySelectorAll('*')) {
        if (!seen(e)) continue;
        const { left, right, width } = e.getBoundingClientRect();
        const scrolls = e.closest('[role=region][tabindex]');
        if (width && !scrolls && (left < -0.5 || right > wide + 0.5)) out.push(e.outerHTML.slice(0, 80));
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        const hides = getComputedStyle(e).overflowX !== 'visible' && e.tagName !== 'TEXTAREA';
        if (own && hides && e.scrollWidth > e.clientWidth + 1) cut.push(e.outerHTML.slice(0, 80));
        const text = document.createRange();
        text.selectNodeContents(e);
        const { height } = text.getBoundingClientRect(), letter = parseFloat(getComputedStyle(e).fontSize);
        const read = own && e.innerText.trim().length > 4 && !e.matches('textarea, option');
        if (read && width < 2 * letter && height > 4 * letter) thin.push(e.outerHTML.slice(0, 80));
    }
    return { page: document.documentElement.scrollWidth - wide, out, cut, thin };
}"""
_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.skip'))
    .map((e) => {
        const label = e.matches('[type=radio], [type=checkbox]') ? e.closest('label') : e;
        const { width, height } = label.getBoundingClientRect();
        return [(e.textContent || e.getAttribute('type') || e.tagName).trim(), Math.min(width, height)];
    })"""


@dataclass(frozen=True, slots=True)
class Fit:
    """What is wrong with how a screen fits: pixels too wide, elements beyond the edge, text cut off.

    ``thin``: text that has room for a letter or two in each of its lines.
    """

    page: int
    out: list[str]
    cut: list[str]
    thin: list[str]

    @property
    def fits(self) -> bool:
        """Tell whether nothing is wrong."""
        return self == Fit(0, [], [], [])


async def fit(page: Page) -> Fit:
    """Measure how the present screen fits its window."""
    return Fit(**await page.evaluate(_FIT))


async def targets(page: Page) -> list[tuple[str, float]]:
    """Return what can be pressed on the present screen, and the smaller of its width and height."""
    found: list[tuple[str, float]] = await page.evaluate(_TARGETS)
    return found
