"""Bijoy among other text: every glyph comes back as it was meant, and nothing else is touched."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bangla.bijoy import is_bijoy, shown_in_bijoy, stretches, to_unicode
from bangla.bijoy_glyphs import as_latin, decode
from bangla.text import nfc
from tests.bangla.bijoy_typing import CLUSTERS, CONJUNCTS, VOWELS, every_syllable, typed

# Glyphs


@pytest.mark.parametrize(
    ("bijoy", "unicode"),
    [
        # a vowel sign before its cluster, or around it
        ("w¯úÖs", "স্প্রিং"),
        ("†mŠi", "সৌর"),
        ("‡Kv‡bv", "কোনো"),
        ("ˆe`y¨wZK", "বৈদ্যুতিক"),
        ("‰Zwi", "তৈরি"),
        # reph goes before the whole cluster, whatever stands between
        ("Kvh©vjq", "কার্যালয়"),
        ("KvhÆv©jq", "কাযর্ট্টালয়"),
        ("wbe©vPb", "নির্বাচন"),
        ("ˆ`N©¨", "দৈর্ঘ্য"),
        ("ˆ`N¨©", "দৈর্ঘ্য"),
        ("A‡a©K", "অর্ধেক"),
        ("gwR©‡Z", "মর্জিতে"),
        ("gwbUwis I A_©", "মনিটরিং ও অর্থ"),
        ("A_©‰bwZK", "অর্থনৈতিক"),
        ("AšÍf©y³", "অন্তর্ভুক্ত"),
        ("AšÍfy©³", "অন্তর্ভুক্ত"),
        ("KZ…©c¶", "কর্তৃপক্ষ"),
        ("B©`", "ঈদ"),
        # র with ya-phala keeps its joiner; a hasanta that is seen stays apart from the letter behind it
        ("i¨vwj", "র\u200d্যালি"),
        ("cÖ¨vKwUm", "প্র্যাকটিস"),
        ("D`&hvcb", "উদ্\u200cযাপন"),
        ("D`&‡hvM", "উদ্\u200cযোগ"),
        ("evK&¯^vaxbZv", "বাক্স্বাধীনতা"),
        ("K&ªq", "ক্রয়"),
        # what differs by keyboard and edition
        ("wb¤œ", "নিম্ন"),
        ("wbæ", "নিম্ন"),
        ("ïiæ", "শুরু"),
        ("ïi“", "শুরু"),
        ("ïiy", "শুরু"),
        ("øvb", "স্নান"),
        ("mœvb", "স্নান"),
        ("Avjøvn", "আল্লাহ"),
        ("Avj¬vn", "আল্লাহ"),
        ("Avj\u00advn", "আল্লাহ"),
        ("Avj\u2212vn", "আল্লাহ"),
        ("¯‹zj", "স্কুল"),
        ("¯y‹j", "স্কুল"),
        ("ch©šÍ", "পর্যন্ত"),
        ("ch©š—", "পর্যন্ত"),
        ("AvÍv", "আত্মা"),
        ("AvZ¥v", "আত্মা"),
        ("`ª“Z", "দ্রুত"),
        ("`ªæZ", "দ্রুত"),
        ("iƒc", "রূপ"),
        ("i~c", "রূপ"),
        ("wk¶v", "শিক্ষা"),
        ("wkÿv", "শিক্ষা"),
        ("cwÐZ", "পণ্ডিত"),
        ("cwÊZ", "পণ্ডিত"),
        ("Mvo–", "গাড়ু"),
        ("K…wl", "কৃষি"),
        ("K„wl", "কৃষি"),
        # signs, in either order
        ("Puv`", "চাঁদ"),
        ("Pvu`", "চাঁদ"),
        ("`ytL", "দুঃখ"),
        ("nVvr", "হঠাৎ"),
        ("msL¨v", "সংখ্যা"),
        ("A•K", "অঙ্ক"),
        ("evwo I Mvp", "বাড়ি ও গাঢ়"),
        ("A¨vc", "অ্যাপ"),
        ("n‡”Q…", "হচ্ছে…"),
        ("wgGŒ?", "মিএ্ক্র?"),
    ],
)
def test_glyphs(bijoy, unicode):
    assert " ".join(map(decode, bijoy.split(" "))) == nfc(unicode)


def test_every_conjunct_with_every_sign():
    assert len(CONJUNCTS) > 250
    assert {bijoy: decode(bijoy) for unicode, bijoy in every_syllable() if decode(bijoy) != unicode} == {}


LETTERS_THAT_JOIN_NOTHING = "অইঈউঊঋএঐওঔ"
SYLLABLES = st.builds(
    lambda reph, cluster, vowel, sign: "র্" * (reph and cluster[0] != "র") + cluster + vowel + sign,
    *(st.sampled_from((False,) * 9 + (True,)), st.sampled_from([*CLUSTERS] + 3 * [c for c in CLUSTERS if len(c) == 1])),
    *(st.sampled_from(VOWELS), st.sampled_from(("",) * 9 + ("ং", "ঃ", "ঁ"))),
) | st.sampled_from([*LETTERS_THAT_JOIN_NOTHING, "আ", "ৎ", "র\u200d্যা", "দ্\u200cযা"])
WORDS = (
    st.lists(SYLLABLES, min_size=1, max_size=6)
    .map(lambda syllables: nfc("".join(syllables)))
    .filter(lambda word: "অা" not in nfc(word))
)


@given(WORDS)
def test_words_come_back_code_point_for_code_point(word):
    assert decode(typed(word)) == word


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40))
def test_anything_is_decoded_somehow_into_nfc(word):
    assert decode(word) == nfc(decode(word))


# Whole texts

LINES = [
    ("Avwg evsjvq Mvb MvB", "আমি বাংলায় গান গাই"),
    ("mfvcwZ Dcw¯’Z mKj‡K ¯^vMZ Rvwb‡q KvR ïiæ K‡ib|", "সভাপতি উপস্থিত সকলকে স্বাগত জানিয়ে কাজ শুরু করেন।"),
    ("MZ mfvi Kvh©weeiYx Ges wm×všÍ `„pxKiY Kiv nq|", "গত সভার কার্যবিবরণী এবং সিদ্ধান্ত দৃঢ়ীকরণ করা হয়।"),
    ("Dc‡Rjv wbe©vnx Awdmvi, bw`cyi", "উপজেলা নির্বাহী অফিসার, নদিপুর"),
    ("1| MZ 15/06/2025 Zvwi‡Li mfv, 2q mfv, 10wU j¨ve", "১। গত ১৫/০৬/২০২৫ তারিখের সভা, ২য় সভা, ১০টি ল্যাব"),
    ("Rbve †gvt Avãyj Kwig Ð mfvcwZ", "জনাব মোঃ আব্দুল করিম – সভাপতি"),
    ("ÒGB mfvÓ I ÔH mfvÕ Ñ `yB w`b", "“এই সভা” ও ‘ঐ সভা’ — দুই দিন"),
    ("eivÏ $ 500 UvKv", "বরাদ্দ ৳ ৫০০ টাকা"),
    ("(K) j¨ve PvjyKiY, (L) bw_", "(ক) ল্যাব চালুকরণ, (খ) নথি"),
    ("µwgK\twelq\twm×všÍ\n1\tj¨ve\tmKj j¨ve Pvjy", "ক্রমিক\tবিষয়\tসিদ্ধান্ত\n১\tল্যাব\tসকল ল্যাব চালু"),
]


@pytest.mark.parametrize(("bijoy", "unicode"), LINES)
def test_lines(bijoy, unicode):
    assert is_bijoy(bijoy)
    assert to_unicode(bijoy) == nfc(unicode)


@pytest.mark.parametrize(("bijoy", "unicode"), LINES)
def test_lines_as_word_hands_them_on(bijoy, unicode):
    as_codes = "".join(
        chr(sign.encode("cp1252", "replace")[0]) if ord(sign) > 0xFF else sign for sign in bijoy if sign != "\u2212"
    )
    private = "".join(chr(0xF000 + ord(sign)) if ord(sign) > 0x20 else sign for sign in as_codes)
    assert to_unicode(as_codes) == to_unicode(private) == nfc(unicode)


@pytest.mark.parametrize(
    ("mixed", "unicode"),
    [
        (
            "mfvq ICT wefv‡Mi Laptop Ges Zoom meeting wb‡q Av‡jvPbv nq|",
            "সভায় ICT বিভাগের Laptop এবং Zoom meeting নিয়ে আলোচনা হয়।",
        ),
        (
            "B-†gBj: uno.nadipur@example.gov.bd, I‡qemvBU: www.example.gov.bd/mfv Ges https://example.org/a?b=c †`Lyb|",
            "ই-মেইল: uno.nadipur@example.gov.bd, ওয়েবসাইট: www.example.gov.bd/mfv এবং https://example.org/a?b=c দেখুন।",
        ),
        ("mshy³ dvBj: mfv.docx I ZvwjKv_2025.pdf †`Lyb", "সংযুক্ত ফাইল: mfv.docx ও ZvwjKv_2025.pdf দেখুন"),
        ("আমরা সভায় Avgiv GKwU wm×všÍ নিয়েছি", "আমরা সভায় আমরা একটি সিদ্ধান্ত নিয়েছি"),
        ("সভাপতিঃAvwg evsjvq Mvb MvB", "সভাপতিঃআমি বাংলায় গান গাই"),
        ("The line Avwg evsjvq Mvb MvB means that I sing.", "The line আমি বাংলায় গান গাই means that I sing."),
        ("16 GB RAM Ges 4G ms‡hvM cÖ‡qvRb", "16 GB RAM এবং 4G সংযোগ প্রয়োজন"),
        ("DoICT Ges BCC Gi mn‡hvwMZvq MoU ¯^v¶i nq", "DoICT এবং BCC এর সহযোগিতায় MoU স্বাক্ষর হয়"),
        ("GKwU Laptop| Avi GKwU Router jvM‡e", "একটি Laptop। আর একটি Router লাগবে"),
    ],
)
def test_only_the_bijoy_of_a_mixed_text(mixed, unicode):
    assert to_unicode(mixed) == nfc(unicode)


@pytest.mark.parametrize(
    ("written", "unicode"),
    [("Kwig", "করিম"), ("†gvt", "মোঃ"), ("1|", "১।"), ("W.", "ড."), ("সভা", "সভা"), ("a@example.org", "a@example.org")],
)
def test_what_a_font_of_bijoy_shows(written, unicode):
    assert shown_in_bijoy(written) == nfc(unicode)


# Left alone

ENGLISH = [
    "ICT, MoU, DoICT, e-GP, a2i, iPhone 15, eBay, YouTube, LaTeX, macOS, GitHub, PhD, vCPU, kWh, pH, IoT, NaCl",
    "The meeting was held on 15/06/2025 at 10:30 a.m. in the conference room; 24 (twenty-four) members were present.",
    "We've asked the UNO's office for 3 laptops, 2 UPSs & a 4G router (R&D budget: £500–£1,000, 5% VAT, 30°C, ±2 µm).",
    "Wi-Fi, web, wiki, weekly, kiwi, max, mixed, emoji, box, taxi, Nginx, Xbox, KiB, MiB, wax, waxwing, vivid, civic",
    "naïve café résumé Zürich São Paulo Ångström Gdańsk El Niño — “quoted” ‘text’ … • bullet •Item †note © ® ™ §5 ¶2",
    "Die Übergrößenträger fuhren über die Straße. Où êtes-vous ? Él está aquí. Væsentlige ændringer på færøerne.",
    "getElementById(xmlHttpRequest).onreadystatechange = function (evt) { return this.mvn && svg || kvm; }",
    "def __init__(self, user_name, *args, **kwargs): self._mvb = `x` | y ^ z & ~w",
    "https://example.org/Avwg/evsjvq?q=Mvb#MvB www.Avwg.example.com Avwg@evsjvq.example.org ftp://evsjvq/Mvb",
    "Avwg.pdf evsjvq-Mvb.docx C:\\Avwg\\evsjvq ./evsjvq/Mvb.xlsx /home/evsjvq/Mvb @evsjvq #evsjvq",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 550e8400-e29b-41d4-a716-446655440000",
    "Zn, Pb, Rb, Nb, Av, Rx, Kyiv, Vilnius, Ljubljana, Xhosa, Zwolle, Pyongyang, Ryukyu",
    "(i) first (ii) second (iii) third (iv) fourth; chapters viii, xii and xviii; Louis XIV",
    "56.04.6100.000.06.001.19.7, 01700-000000, 12/2025, 3.14, 1,00,000, 16 GB, 10th, 2nd",
    "x = (a + b) * c / d - e; f(n) = n*n; A, B, C, D; i j k; v w; [[I, Z], [Z, -K]]",
    "svchost.exe vmware-vmx msvcrt.dll jvm.cfg kernel32 libmvec.so.1 mvn clean install -DskipTests",
    "<p class='MvB'>text</p> &nbsp;&copy; Avi is a first name; so is Avik.",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    "bcc qwerty asdf hjkl zxcv brb lol omg tbh imho fyi asap rsvp ngl idk",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_stays(text):
    assert list(stretches(text)) == []
    assert to_unicode(text) == text


ENGLISH_WORDS = sorted({word for line in ENGLISH[:3] + ENGLISH[-2:-1] for word in line.split()})


@given(st.lists(st.sampled_from(ENGLISH_WORDS) | st.from_regex(r"[0-9]{1,6}", fullmatch=True)).map(" ".join))
def test_english_stays_in_any_order(text):
    assert to_unicode(text) == text


@given(st.from_regex(r"[a-zA-Z0-9._%+-]{1,20}@[a-zA-Z0-9-]{1,20}(\.[a-zA-Z]{2,6}){1,3}", fullmatch=True))
@example("Avwg@evsjvq.example.org")
def test_addresses_stay_among_bijoy_too(address):
    assert to_unicode(address) == address
    assert to_unicode(f"Avgvi wVKvbv {address} GUv") == f"আমার ঠিকানা {address} এটা"


@given(
    st.text(alphabet=st.characters(min_codepoint=0x980, max_codepoint=0x9FF) | st.sampled_from(" \n।॥.,()-0123\u200d"))
)
def test_unicode_bengali_is_never_changed(text):
    assert to_unicode(text) == text


SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


@given(
    st.lists(
        SENTENCES | SENTENCES.map(typed) | st.sampled_from(ENGLISH_WORDS) | st.sampled_from("|,(){}Ò12"), max_size=8
    ).map(" ".join)
)
@example("Avwg 12 evsjvq 16 GB Mvb")
def test_a_second_time_changes_nothing(text):
    assert to_unicode(to_unicode(text)) == to_unicode(text)


@given(st.text() | st.lists(WORDS.map(typed) | st.text(max_size=3)).map(" ".join))
def test_stretches_stand_in_order_and_the_rest_stays(text):
    done, expected = 0, ""
    for stretch in stretches(text):
        assert done <= stretch.start < stretch.end <= len(text)
        expected += as_latin(text[done : stretch.start]) + stretch.text
        done = stretch.end
    assert is_bijoy(text) == (done > 0)
    assert to_unicode(text) == (expected + as_latin(text[done:]) if done else text)


# The phrases of such minutes, as they are composed here.
SUBJECTS = ["উপজেলা আইসিটি কমিটির সভাপতি", "জেলা প্রোগ্রামার", "ইউনিয়ন ডিজিটাল সেন্টারের উদ্যোক্তাগণ", "সকল শিক্ষা প্রতিষ্ঠানের প্রধান"]
VERBS = [
    "ল্যাবের যন্ত্রপাতি পরিদর্শন করবেন",
    "মাসিক প্রতিবেদন যথাসময়ে প্রেরণ করবেন",
    "সেবার মূল্যতালিকা টাঙিয়ে রাখবেন",
    "প্রশিক্ষণের ব্যবস্থা নিবেন",
]
ENDINGS = ["।", " এবং অগ্রগতি পরবর্তী সভায় জানাবেন।", "; এ বিষয়ে কর্তৃপক্ষকে পত্র দেওয়া হবে।", " (১৫ জুন ২০২৫ তারিখের মধ্যে)।"]


@given(
    st.lists(st.builds("{} {}{}".format, *map(st.sampled_from, (SUBJECTS, VERBS, ENDINGS))), min_size=1).map(" ".join)
)
def test_whole_paragraphs_come_back(paragraph):
    assert to_unicode(typed(paragraph)) == nfc(paragraph)


LINE = "mfvq ICT wefv‡Mi Laptop Ges abc@example.org wb‡q Av‡jvPbv nq| "


@pytest.mark.timeout(20)  # what grows with the square of the length would take many minutes
@pytest.mark.parametrize(
    "text",
    [
        LINE,
        "The meeting was good. ",
        *("¯", "†", "K©", "&", "v", "š—", "a.", "a-", "a@", "a_", "1.", "© ", "www.", "a1", "আ"),
    ],
)
def test_long_texts_take_time_by_their_length(text):
    whole = text * (500_000 // len(text))
    assert len(to_unicode(whole)) > 250_000
