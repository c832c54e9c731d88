"""Sample documents of all five layouts, in words and names of our own: no such district, office or person exists."""

import datetime
from dataclasses import replace
from itertools import cycle, islice

from bangla.dates import format_gregorian, format_month, format_numeric
from bangla.headings import renumbered
from bangla.markers import STYLES, serial
from documents.blocks import Image, Verification
from documents.layouts import LAYOUTS, Layout
from documents.marks import Marked, Marks
from documents.model import (
    Attendee,
    Committee,
    DataTable,
    Decision,
    DecisionTable,
    Dispatch,
    InfoItem,
    Letterhead,
    MinutesDocument,
    Row,
    Section,
    Signature,
)
from tests.documents.pictures import encoded, stroke

MET = datetime.date(2025, 3, 18)
SENT = datetime.date(2025, 3, 25)

SUBJECTS = (
    "নমুনা কম্পিউটার কক্ষের আসবাব ও যন্ত্রপাতির তালিকা",
    "দূর সংযোগে সভা করার ব্যবস্থা",
    "ইন্টারনেট সংযোগের গতি ও মান",
    "ইউনিয়ন পর্যায়ে তার টানার কাজ",
    "কাগজবিহীন দপ্তর ও প্রশিক্ষণ",
    "নিয়মিত সভা আহ্বান",
    "ওয়েবসাইটের তথ্য নবায়ন",
)
DISCUSSION = (
    "সদস্য সচিব জানান যে, এ মাসে ১২টি প্রতিষ্ঠান ঘুরে দেখা হয়েছে এবং ৯টিতে কক্ষ চালু পাওয়া গেছে।",
    "বাকি তিনটিতে বৈদ্যুতিক লাইন সারানো দরকার; এ জন্য আনুমানিক ৪৫,০০০ টাকা লাগবে।",
    "শিক্ষক প্রতিনিধি বলেন, ছুটির পর বিকেলে ঘণ্টাখানেক কক্ষ খোলা রাখলে আরও বেশি শিক্ষার্থী শিখতে পারে।",
    "সংযোগদাতার প্রতিনিধি স্বীকার করেন যে, গত সপ্তাহে ঝড়ে খুঁটি পড়ে উত্তর অংশে ৩৬ ঘণ্টা সংযোগ ছিল না।",
    "বিষয়টি নিয়ে উপস্থিত সদস্যগণ মতামত দেন এবং কাজের দায়িত্ব ভাগ করে নেওয়ার প্রস্তাব ওঠে।",
    "Router ও Switch বদলানোর হিসাব পরের সভায় তুলে ধরার কথা হয়।",
)
DECISION = (
    "নষ্ট যন্ত্রের তালিকা ১৫ দিনের মধ্যে তৈরি করে জেলা দপ্তরে পাঠাতে হবে।",
    "প্রতি বৃহস্পতিবার কক্ষের খাতা পরীক্ষা করে স্বাক্ষর দিতে হবে।",
    "সংযোগ বিচ্ছিন্ন হলে দুই ঘণ্টার মধ্যে সংযোগদাতাকে লিখিতভাবে জানাতে হবে।",
    "প্রশিক্ষণের দ্বিতীয় দল আগামী মাসে শুরু করতে হবে।",
)
IMPLEMENTERS = (
    "উপজেলা নির্বাহী অফিসার (সকল)",
    "প্রোগ্রামার",
    "নমুনা তার ও বেতার সংস্থার প্রতিনিধি",
    "সহকারী প্রোগ্রামার (সকল)",
    "প্রধান শিক্ষক (সংশ্লিষ্ট)",
)
RECIPIENTS = (
    "পরিচালক, নমুনা অধিদপ্তর, ঢাকা",
    "উপপরিচালক, নমুনা সম্প্রসারণ দপ্তর, কল্পপুর",
    "অধ্যক্ষ, কল্পপুর আদর্শ কলেজ, কল্পপুর",
    "প্রধান শিক্ষক, কল্পপুর পাইলট বিদ্যালয়, কল্পপুর",
    "উপজেলা নির্বাহী অফিসার (সকল), কল্পপুর",
    "জনাব নমুনা হোসেন, CTO, কল্প নেটওয়ার্ক লিমিটেড, কল্পপুর",
    "ব্যক্তিগত সহকারী, মহাপরিচালকের দপ্তর, নমুনা অধিদপ্তর (মহাপরিচালককে দেখানোর জন্য), আগারগাঁও, ঢাকা",
)


def sample(layout_key: str, *, rows: int = 7, recipients: int = 29) -> MinutesDocument:
    """Return minutes of the fictitious Kalpapur in the layout."""
    layout = LAYOUTS[layout_key]
    place = "কল্পপুর"
    chair = Signature(
        name="নমুনা রহমান", lines=("সভাপতি", f"{place}।"), date=SENT, date_text=format_numeric(SENT, short_year=True)
    )
    officer = Signature(name="কল্পনা খাতুন", lines=("প্রোগ্রামার", "ফোন-০০০০-০০০০০০"))
    return MinutesDocument(
        committee=Committee(layout.committee_kind, f"{place} আইসিটি কমিটি", "9900"),
        letterhead=Letterhead(("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "নমুনা কার্যালয়", place), "www.kolpopur.example"),
        title=layout.title.format(place=place, month=format_month(MET.year, MET.month, layout.month_style)),
        info=_info(layout, place),
        opening=(
            "সভাপতি সকলকে স্বাগত জানিয়ে সভা শুরু করেন। আগের সভার কার্যবিবরণী পড়ে শোনানো হলে কারও আপত্তি না থাকায় তা "
            "<strong>দৃঢ়ীকরণ</strong> করা হয়।",
        ),
        sections=(
            Section(heading=VISITED, paragraphs=("এ মাসের পরিদর্শনের হিসাব নিচে দেওয়া হলো।",), data_table=VISITS),
            Section(
                heading=renumbered([VISITED, layout.section_heading], 1)[1], decision_table=decision_table(layout, rows)
            ),
        ),
        closing=("আর কোনো বিষয় না থাকায় সভাপতি সকলকে ধন্যবাদ দিয়ে সভা শেষ করেন।",),
        chair_signature=chair,
        dispatch=Dispatch(
            memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৪",
            date=SENT,
            heading=layout.distribution_heading,
            recipients=tuple(islice(cycle(RECIPIENTS), recipients)),
            signature=officer,
            memo_label=layout.memo_label,
            date_lines=layout.date_lines(SENT),
            numbering=layout.numbering,
            new_page=layout.new_page,
        ),
    )


VISITED = "১. পরিদর্শনের হিসাব"
VISITS = DataTable(
    columns=("ক্রম", "প্রতিষ্ঠানের নাম", "মাস", "পরিদর্শনের সংখ্যা", "মন্তব্য"),
    rows=(
        ("০১", "কল্পপুর পাইলট বিদ্যালয়ের কম্পিউটার কক্ষ", "ফেব্রুয়ারি-২০২৫", "০৪", "-"),
        ("০২", "ইউনিয়ন ডিজিটাল সেন্টার", "ফেব্রুয়ারি-২০২৫", "১২", "দুইটি প্রিন্টার নষ্ট"),
        ("০৩", "আদর্শ কলেজ"),
    ),
)

ATTENDANCE = (
    Attendee("নমুনা রহমান", "জেলা প্রশাসক", "জেলা প্রশাসকের কার্যালয়", "present"),
    Attendee("কল্পনা খাতুন", "প্রোগ্রামার", "নমুনা অধিদপ্তর", "present"),
    Attendee("আদর্শ সেন", "অধ্যক্ষ", "কল্পপুর আদর্শ কলেজ", "represented"),
    Attendee("রূপক চাকমা", "উপপরিচালক", "নমুনা সম্প্রসারণ দপ্তর", "absent"),
)


def _info(layout: Layout, place: str) -> tuple[InfoItem, ...]:
    items = {
        "chair": {"name": "নমুনা রহমান", "designation": "জেলা প্রশাসক"},
        "date": {"value": MET.isoformat(), "text": format_gregorian(MET, "খ্রি.")},
        "time": {"value": "11:30", "text": "বেলা ১১.৩০ ঘটিকা"},
        "place": {"text": f"সম্মেলন কক্ষ, {place}"},
        "attendance": {"form": "count", "count": 31},
    }
    return tuple(InfoItem(kind, label, **items[kind]) for kind, label in layout.info)


def decision_table(layout: Layout, rows: int) -> DecisionTable:
    """Return a decision table of the layout; rows with even numbers hold two decisions."""
    return DecisionTable(layout.columns, tuple(_row(layout, n) for n in range(1, rows + 1)), layout.implementer_markers)


def _row(layout: Layout, number: int) -> Row:
    mark = STYLES[layout.decision_markers]
    discussed = {part for column in layout.columns for part in column.shows}
    lines = tuple(islice(cycle(DISCUSSION), number, number + 5))
    return Row(
        serial=serial(layout.serial_style, number, layout.serial_prefix),
        subject=SUBJECTS[(number - 1) % len(SUBJECTS)] if "subject" in discussed else "",
        discussion=(" ".join(lines[:3]), " ".join(lines[3:])) if "discussion" in discussed else (),
        decisions=tuple(
            Decision(mark(n), " ".join(islice(cycle(DECISION), number + n, number + n + 2)))
            for n in range(1, 3 if number % 2 == 0 else 2)
        ),
        implementers=IMPLEMENTERS[: 1 + number % len(IMPLEMENTERS)],
    )


SMALL_TABLE = (
    "<table><tr><th>মাস</th><th>কক্ষ</th><th>ঘোরার সংখ্যা</th></tr>"
    "<tr><td>ফাল্গুন, H<sub>2</sub>O</td><td><u>প্রথম</u>ঃ তলা<br>দ্বিতীয় তলা<ul><li>সকালে</li><li>বিকালে</li></ul></td>"
    "<td>৪ < ৫</td></tr><tr><th>চৈত্র</th><td></td></tr></table>"
)
LONG_SMALL_TABLE = "".join(
    ("<table>", *(f"<tr><td>দিন {day}</td><td>কক্ষ খোলা, নিবন্ধন ও পরীক্ষা</td></tr>" for day in range(1, 61)), "</table>")
)


def hard_sample() -> MinutesDocument:
    """Return minutes that strain a layout: twelve columns, an endless word, lists, tables in text, rows over pages."""
    letters = ("ক", "খ", "গ", "ঘ", "ঙ", "চ", "ছ", "জ", "ঝ", "ঞ", "ট", "মন্তব্যের ঘর")
    wide = DataTable(
        columns=tuple(f"স্তম্ভ {letter}" for letter in letters),
        rows=tuple((*(f"{row}{column}৫,০০০" for column in "১২৩৪৫৬৭৮৯০১"), "কাজ চলছে") for row in "১২৩৪"),
    )
    lists = (
        "<strong>তিনটি কাজ</strong>:<ol><li>কক্ষ <em>পরিষ্কার</em> রাখা</li><li>খাতা <u>নবায়ন</u>ঃ প্রতি সপ্তাহে"
        "<ul><li>সকালে</li><li>বিকালে, H<sub>2</sub>O ও ১০<sup>৩</sup></li></ul></li></ol>",
        f"<strong>ছোট ছক</strong>: {SMALL_TABLE}ছকের নিচের কথা।",
        "শেষ দিন ৫ < ৬ & ৭ > ৪ এবং <em>Italic text</em>।",
        "😀 ক্ষুদ্র চিহ্ন ✓ → ৳ ₹ “উদ্ধৃতি” – ড্যাশ… র\u200d্যাব ও ক্\u200cষ",
    )
    decisions = (Decision("i", " ".join(DECISION * 15)), Decision("ii", f"সময়সূচি:{LONG_SMALL_TABLE}"))
    long_row = Row("০১", "দীর্ঘ সারি", (" ".join(DISCUSSION * 12), *lists), decisions, IMPLEMENTERS)
    endless = Row("০২", "", ("কখগঘ" * 5000,), (Decision("(ক)", "পড়া গেল।"), Decision("", "")), ())
    layout = LAYOUTS["coordination"]
    return replace(
        sample("coordination", rows=1, recipients=3),
        sections=(
            Section("১. চওড়া ছক", None, wide),
            Section("২. শূন্য ছক", None, DataTable((), ())),
            Section("", (), None, DecisionTable(layout.columns, (long_row, endless))),
            Section(),
        ),
        attendance=ATTENDANCE,
    )


def marked_sample() -> Marked:
    """Return minutes with all the marks that an issued document can bear."""
    emblem, chair, officer = (encoded(stroke((300, 120), colour=colour)) for colour in ("green", "navy", "black"))
    return Marked(
        sample("upazila", rows=2, recipients=3),
        Marks(
            emblem=Image(emblem, "প্রতীক"),
            chair=Image(chair, "সভাপতির স্বাক্ষর"),
            officer=Image(officer, "জারিকারীর স্বাক্ষর"),
            verification=Verification("ABCD-2345-EFGH", "https://minutes.example/verify/ABCD-2345-EFGH"),
        ),
    )
