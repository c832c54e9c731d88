"""The invented district of Nadipur: its areas, offices, posts, people and committees, as data.

Every name is invented, that of its division as well; the geographic codes begin with 99, which no district has.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "nadipur-2026-sample"  # noqa: S105 - the sample's own, printed at every start of the embedded portal
PIN = "739152"

GOVERNMENT = "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"


@dataclass(frozen=True)
class AreaData:
    key: str
    kind: str
    name_bn: str
    name_en: str
    code: str
    parent: str = ""


@dataclass(frozen=True)
class OfficeData:
    key: str
    area: str
    name_bn: str
    name_en: str
    letterhead: tuple[str, ...]
    website: str = ""


@dataclass(frozen=True)
class PostData:
    """A post and who holds it. `email` is the post's and the holder's sign-in alike; `signs`: has a signing key."""

    key: str
    office: str
    rank: int
    name_bn: str
    name_en: str
    person_bn: str
    person_en: str
    email: str
    signs: bool = False


@dataclass(frozen=True)
class CommitteeData:
    """A committee: `seats` names its chair, its member secretary, then its members, by post; `list_` its recipients."""

    key: str
    kind: str
    area: str
    office: str
    layout: str
    name_bn: str
    name_en: str
    seats: tuple[str, ...]
    memo_prefix: str
    memo_separator: str
    recipients: tuple[tuple[str, tuple[str, ...]], ...]


AREAS = (
    AreaData("division", "division", "নদীমাতৃক", "Nadimatrik", ""),
    AreaData("district", "district", "নদীপুর", "Nadipur", "9900", "division"),
    AreaData("shalban", "upazila", "শালবন", "Shalban", "9911", "district"),
    AreaData("kashphul", "upazila", "কাশফুল", "Kashphul", "9922", "district"),
)

OFFICES = (
    OfficeData(
        "dc",
        "district",
        "জেলা প্রশাসকের কার্যালয়, নদীপুর",
        "Office of the Deputy Commissioner, Nadipur",
        (GOVERNMENT, "জেলা প্রশাসকের কার্যালয়", "নদীপুর"),
        "www.nadipur.example",
    ),
    OfficeData(
        "doict",
        "district",
        "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, জেলা কার্যালয়, নদীপুর",
        "Department of ICT, District Office, Nadipur",
        (GOVERNMENT, "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর", "জেলা কার্যালয়, নদীপুর"),
        "www.doict.nadipur.example",
    ),
    OfficeData(
        "uno-shalban",
        "shalban",
        "উপজেলা নির্বাহী অফিসারের কার্যালয়, শালবন",
        "Office of the Upazila Nirbahi Officer, Shalban",
        (GOVERNMENT, "উপজেলা নির্বাহী অফিসারের কার্যালয়", "শালবন, নদীপুর"),
        "www.shalban.nadipur.example",
    ),
    OfficeData(
        "uno-kashphul",
        "kashphul",
        "উপজেলা নির্বাহী অফিসারের কার্যালয়, কাশফুল",
        "Office of the Upazila Nirbahi Officer, Kashphul",
        (GOVERNMENT, "উপজেলা নির্বাহী অফিসারের কার্যালয়", "কাশফুল, নদীপুর"),
    ),
    OfficeData(
        "education",
        "district",
        "জেলা শিক্ষা অফিস, নদীপুর",
        "District Education Office, Nadipur",
        (GOVERNMENT, "জেলা শিক্ষা অফিস", "নদীপুর"),
    ),
)

POSTS = (
    PostData(
        "dc", "dc", 10, "জেলা প্রশাসক", "Deputy Commissioner", "রওশন আরা তালুকদার", "Rowshan Ara Talukder",
        "dc@nadipur.example", signs=True,
    ),
    PostData(
        "adc", "dc", 20, "অতিরিক্ত জেলা প্রশাসক (শিক্ষা ও আইসিটি)", "Additional Deputy Commissioner (Education and ICT)",
        "তানভীর ইসলাম চৌধুরী", "Tanvir Islam Chowdhury", "adc.ict@nadipur.example",
    ),
    PostData(
        "programmer", "doict", 140, "প্রোগ্রামার", "Programmer", "সায়মা আক্তার", "Saima Akter",
        "programmer@nadipur.example", signs=True,
    ),
    PostData(
        "ap-district", "doict", 160, "সহকারী প্রোগ্রামার", "Assistant Programmer", "মাহবুব আলী", "Mahbub Ali",
        "ap@nadipur.example", signs=True,
    ),
    PostData(
        "uno-shalban", "uno-shalban", 10, "উপজেলা নির্বাহী অফিসার", "Upazila Nirbahi Officer", "ফাহিম রেজা", "Fahim Reza",
        "uno@shalban.example", signs=True,
    ),
    PostData(
        "ap-shalban", "uno-shalban", 140, "সহকারী প্রোগ্রামার", "Assistant Programmer", "নাজনীন বেগম", "Naznin Begum",
        "ap@shalban.example", signs=True,
    ),
    PostData(
        "uno-kashphul", "uno-kashphul", 10, "উপজেলা নির্বাহী অফিসার", "Upazila Nirbahi Officer", "শিরিন শারমিন খান",
        "Shirin Sharmin Khan", "uno@kashphul.example", signs=True,
    ),
    PostData(
        "ap-kashphul", "uno-kashphul", 140, "সহকারী প্রোগ্রামার", "Assistant Programmer", "রাকিবুল বাশার", "Rakibul Bashar",
        "ap@kashphul.example", signs=True,
    ),
    PostData(
        "education", "education", 80, "জেলা শিক্ষা অফিসার", "District Education Officer", "দিলরুবা ইয়াসমিন",
        "Dilruba Yasmin", "education@nadipur.example",
    ),
)  # fmt: skip

ADMINISTRATOR = ("admin@nadipur.example", "পোর্টাল ব্যবস্থাপক", "Portal administrator")

# The role that each printed login shows, and the post whose holder signs in.
LOGINS = (
    ("chair", "dc"),
    ("member secretary", "programmer"),
    ("member", "adc"),
    ("recipient", "education"),
)

COMMITTEES = (
    CommitteeData(
        "district", "district", "district", "dc", "district",
        "নদীপুর জেলা আইসিটি কমিটি", "Nadipur District ICT Committee",
        ("dc", "programmer", "adc", "uno-shalban", "uno-kashphul", "ap-district"),
        "56.04.9900.000.06.001.24", ".",
        (
            ("মহাপরিচালক, তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, ঢাকা", ()),
            ("অতিরিক্ত জেলা প্রশাসক (শিক্ষা ও আইসিটি), নদীপুর", ("adc",)),
            ("উপজেলা নির্বাহী অফিসার (সকল), নদীপুর", ("uno-shalban", "uno-kashphul")),
            ("জেলা শিক্ষা অফিসার, নদীপুর", ("education",)),
            ("সহকারী প্রোগ্রামার (সকল), নদীপুর", ("ap-district", "ap-shalban", "ap-kashphul")),
            ("সভাপতি, নদীপুর প্রেস ক্লাব", ()),
        ),
    ),
    CommitteeData(
        "shalban", "upazila", "shalban", "uno-shalban", "upazila",
        "শালবন উপজেলা আইসিটি কমিটি", "Shalban Upazila ICT Committee",
        ("uno-shalban", "ap-shalban", "education"),
        "05.99.9911.000.75.001.23", "-",
        (
            ("জেলা প্রশাসক, নদীপুর", ("dc",)),
            ("প্রোগ্রামার, তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, নদীপুর", ("programmer",)),
            ("চেয়ারম্যান (সকল), ইউনিয়ন পরিষদ, শালবন", ()),
        ),
    ),
    CommitteeData(
        "kashphul", "upazila", "kashphul", "uno-kashphul", "upazila-doict",
        "কাশফুল উপজেলা আইসিটি কমিটি", "Kashphul Upazila ICT Committee",
        ("uno-kashphul", "ap-kashphul", "education"),
        "56.04.9922.000.000.06.0001.24", ".",
        (
            ("জেলা প্রশাসক, নদীপুর", ("dc",)),
            ("প্রোগ্রামার, তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, নদীপুর", ("programmer",)),
            ("উদ্যোক্তা (সকল), ইউনিয়ন ডিজিটাল সেন্টার, কাশফুল", ()),
        ),
    ),
    CommitteeData(
        "coordination", "doict-coordination", "district", "doict", "coordination",
        "নদীপুর জেলা আইসিটি কার্যালয়ের মাসিক সমন্বয় সভা", "Monthly coordination meeting, Nadipur",
        ("programmer", "ap-district", "ap-shalban", "ap-kashphul"),
        "56.04.9900.000.06.002.24", ".",
        (
            ("মহাপরিচালক, তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, ঢাকা", ()),
            ("সহকারী প্রোগ্রামার, উপজেলা কার্যালয়, শালবন, নদীপুর", ("ap-shalban",)),
            ("সহকারী প্রোগ্রামার, উপজেলা কার্যালয়, কাশফুল, নদীপুর", ("ap-kashphul",)),
        ),
    ),
)  # fmt: skip
