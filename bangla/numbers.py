"""Numbers in Bengali words.

Spelling follows the Bangla Academy's standard as the National Curriculum and Textbook Board's first mathematics book
teaches it (১৬ ষোলো, ২৮ আটাশ, ২৯ ঊনত্রিশ, ৪৪ চুয়াল্লিশ). Above ninety-nine the words are those of Bangladesh's statutes:
শত joined to its multiplier, then হাজার, লক্ষ, কোটি.
"""

from bangla.digits import to_bangla

LARGEST = 10**14 - 1
"""The largest number with words of its own: beyond it কোটি would have to be said of কোটি."""

_TO_99 = (
    *("শূন্য", "এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়", "সাত", "আট", "নয়"),
    *("দশ", "এগারো", "বারো", "তেরো", "চৌদ্দ", "পনেরো", "ষোলো", "সতেরো", "আঠারো", "উনিশ"),
    *("বিশ", "একুশ", "বাইশ", "তেইশ", "চব্বিশ", "পঁচিশ", "ছাব্বিশ", "সাতাশ", "আটাশ", "ঊনত্রিশ"),
    *("ত্রিশ", "একত্রিশ", "বত্রিশ", "তেত্রিশ", "চৌত্রিশ", "পঁয়ত্রিশ", "ছত্রিশ", "সাঁইত্রিশ", "আটত্রিশ", "ঊনচল্লিশ"),
    *("চল্লিশ", "একচল্লিশ", "বিয়াল্লিশ", "তেতাল্লিশ", "চুয়াল্লিশ", "পঁয়তাল্লিশ", "ছেচল্লিশ", "সাতচল্লিশ", "আটচল্লিশ", "ঊনপঞ্চাশ"),
    *("পঞ্চাশ", "একান্ন", "বায়ান্ন", "তিপ্পান্ন", "চুয়ান্ন", "পঞ্চান্ন", "ছাপ্পান্ন", "সাতান্ন", "আটান্ন", "ঊনষাট"),
    *("ষাট", "একষট্টি", "বাষট্টি", "তেষট্টি", "চৌষট্টি", "পঁয়ষট্টি", "ছেষট্টি", "সাতষট্টি", "আটষট্টি", "ঊনসত্তর"),
    *("সত্তর", "একাত্তর", "বাহাত্তর", "তিয়াত্তর", "চুয়াত্তর", "পঁচাত্তর", "ছিয়াত্তর", "সাতাত্তর", "আটাত্তর", "ঊনআশি"),
    *("আশি", "একাশি", "বিরাশি", "তিরাশি", "চুরাশি", "পঁচাশি", "ছিয়াশি", "সাতাশি", "আটাশি", "ঊননব্বই"),
    *("নব্বই", "একানব্বই", "বিরানব্বই", "তিরানব্বই", "চুরানব্বই", "পঁচানব্বই", "ছিয়ানব্বই", "সাতানব্বই", "আটানব্বই", "নিরানব্বই"),
)
_ORDINALS = ("প্রথম", "দ্বিতীয়", "তৃতীয়", "চতুর্থ", "পঞ্চম", "ষষ্ঠ", "সপ্তম", "অষ্টম", "নবম", "দশম")
_SCALES = ((10**7, " কোটি"), (10**5, " লক্ষ"), (1000, " হাজার"), (100, "শত"))


def words(number: int) -> str:
    """`number`, from 0 to `LARGEST`, in words: 31 is `একত্রিশ`, 1250 `এক হাজার দুইশত পঞ্চাশ`.

    Raises ValueError outside those bounds.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no words for {number}: it must lie between 0 and {LARGEST}")
    if number < len(_TO_99):
        return _TO_99[number]
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    count, rest = divmod(number, size)
    said = words(count) + name
    return f"{said} {words(rest)}" if rest else said


def with_words(number: int, width: int = 0) -> str:
    """Bengali digits, zero-padded to `width`, with the words beside them: `৩১ (একত্রিশ)`, `০৭ (সাত)`.

    Raises ValueError where `words` does.
    """
    return f"{to_bangla(str(number).zfill(width))} ({words(number)})"


def grouped(number: int) -> str:
    """Bengali digits parted into লক্ষ and কোটি: 1234567 is `১২,৩৪,৫৬৭`. Raises ValueError below 0."""
    if number < 0:
        raise ValueError(f"{number} is no amount")
    head, tail = divmod(number, 1000)
    if not head:
        return to_bangla(tail)
    pairs = [f"{tail:03}"]
    while head:
        head, pair = divmod(head, 100)
        pairs.append(f"{pair:02}" if head else str(pair))
    return to_bangla(",".join(reversed(pairs)))


def amount(taka: int, paisa: int = 0) -> str:
    """An amount of money in words: `এক হাজার দুইশত পঞ্চাশ টাকা পঞ্চাশ পয়সা`. Raises ValueError where `words` does."""
    said = f"{words(taka)} টাকা"
    return f"{said} {words(paisa)} পয়সা" if paisa else said


def ordinal(number: int) -> str:
    """`১ম`, `৪র্থ`, `৬ষ্ঠ`, `১১তম`. Raises ValueError below 1."""
    if number < 1:
        raise ValueError(f"nothing is number {number}")
    endings = ("ম", "য়", "য়", "র্থ", "ম", "ষ্ঠ", *["ম"] * 4)
    return to_bangla(number) + (endings[number - 1] if number <= len(endings) else "তম")


def ordinal_words(number: int) -> str:
    """`প্রথম` to `দশম` for 1 to 10. Raises ValueError for others, which are written in digits."""
    if not 1 <= number <= len(_ORDINALS):
        raise ValueError(f"no ordinal in words for {number}")
    return _ORDINALS[number - 1]
