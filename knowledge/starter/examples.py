"""Made-up pages that show a living hub in the demo. Every one says that it is an example."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page

from knowledge.models import (
    Award,
    CampaignMaterial,
    CampaignPage,
    EventPage,
    FindingPage,
    HubDocument,
    LibraryFile,
    LibraryItemPage,
    NewsPage,
    StoryPage,
    Topic,
    TopicPage,
)
from knowledge.starter.making import Words, ensure_page, helplines, text

MakePdf = Callable[[str, str, str], bytes]
"""(language, title, text) → a PDF."""
TOPICS = (
    ("prevention", "প্রতিরোধ", "Prevention"),
    ("return", "ফিরে আসা", "Coming back"),
    ("law", "আইন", "Law"),
)
NOTE_BN = text("<p>এটি একটি বানানো উদাহরণ, কোনো সত্যি প্রকাশনা নয়।</p>")
NOTE_EN = text("<p>This is a made-up example, not a real publication.</p>")


def fill_hub(home: Page, make_pdf: MakePdf) -> None:
    topics = {
        key: Topic.objects.get_or_create(key=key, defaults={"name_bn": bn, "name_en": en})[0]
        for key, bn, en in TOPICS
    }
    add_library(home, topics, make_pdf)
    add_campaign(child(home, "campaigns"), topics, make_pdf)
    add_finding(child(home, "findings"), topics)
    add_news(child(home, "news"), topics)


def child(home: Page, slug: str) -> Page:
    return home.get_children().get(slug=slug).specific


def document(title: str, pdf: bytes, name: str) -> HubDocument:
    made = HubDocument(title=title, file=ContentFile(pdf, name=name))
    made.save()
    return made


# -- Library ---------------------------------------------------------------------------------------


def add_library(home: Page, topics: dict[str, Topic], make_pdf: MakePdf) -> None:
    for slug, place, kind, audience, topic, bangla, english in ITEMS:

        def add(
            page: LibraryItemPage, slug: str = slug, topic: str = topic, words: Any = (bangla, english)
        ) -> None:
            page.topics = [topics[topic]]
            for language, (title, summary) in zip(("bn", "en"), words, strict=True):
                pdf = make_pdf(language, title, summary)
                page.files.add(
                    LibraryFile(
                        document=document(title, pdf, f"{slug}-{language}.pdf"),
                        language=language,
                        label=title,
                    )
                )

        ensure_page(
            child(home, "library"),
            LibraryItemPage,
            slug,
            Words(*bangla, [NOTE_BN]),
            Words(*english, [NOTE_EN]),
            add=add,
            item_type=kind,
            year=2026,
            authors="Example Author One\nExample Author Two",
            publisher="Example Child Protection Network",
            place=place,
            audience=audience,
        )


ITEMS = (
    (
        "example-safe-return-jashore", "jashore", "report", "practitioners", "return",
        ("যশোরে নিরাপদে ফেরা: একটি উদাহরণ প্রতিবেদন", "পরিবার ও এলাকার কমিটি মিলে ফিরে আসা শিশুদের কীভাবে পাশে থাকে, তার উদাহরণ।"),
        ("Coming back safely in Jashore: an example report", "How families and local committees stand by children who come back. An example."),
    ),
    (
        "example-school-checklist", "", "tool", "families", "prevention",
        ("বিদ্যালয়ের জন্য সুরক্ষার তালিকা: উদাহরণ", "শিক্ষকেরা কোন লক্ষণে নজর রাখবেন আর কাকে জানাবেন, এক পাতায়।"),
        ("A safety checklist for schools: an example", "What teachers look out for and whom they tell, on one page."),
    ),
    (
        "example-law-brief", "dhaka", "brief", "officials", "law",
        ("আইনের সংক্ষিপ্ত পরিচয়: উদাহরণ", "শিশু সুরক্ষার আইনগুলো কার কী দায়িত্ব ঠিক করে, সহজ ভাষায়।"),
        ("The law in brief: an example", "Who is responsible for what under the laws that protect children, in plain words."),
    ),
)  # fmt: skip


# -- Campaign, finding, stories and news -----------------------------------------------------------


def example_award() -> Award:
    words = {
        "donor_bn": "উদাহরণ তহবিল",
        "donor_en": "Example Fund",
        "acknowledgement_bn": "উদাহরণ তহবিলের সহায়তায় তৈরি। বানানো উদাহরণ।",
        "acknowledgement_en": "Made with the support of the Example Fund. A made-up example.",
    }
    return Award.objects.get_or_create(code="EXAMPLE-01", defaults=words)[0]


def add_campaign(section: Page, topics: dict[str, Topic], make_pdf: MakePdf) -> None:
    def add(page: CampaignPage) -> None:
        page.topics = [topics["prevention"]]
        page.awards = [example_award()]
        pdf = make_pdf("bn", "পাশে থাকুন", "একটি শিশু কথা বললে শুনুন। ১০৯৮ নম্বরে ফোন করুন।")
        page.materials.add(
            CampaignMaterial(
                channel="poster",
                document=document("পাশে থাকুন: পোস্টার", pdf, "example-poster-bn.pdf"),
                size="A4",
                caption_bn="একটি শিশু কথা বললে শুনুন। বিপদে ১০৯৮।",
                caption_en="When a child speaks, listen. In trouble call 1098.",
            )
        )

    ensure_page(
        section,
        CampaignPage,
        "example-stand-by",
        Words(
            "পাশে থাকুন (উদাহরণ)",
            "একটি শিশু কিছু বলতে চাইলে কী করবেন: শুনুন, বিশ্বাস করুন, সাহায্য ডাকুন।",
            [helplines(), NOTE_BN],
            {
                "goal": "প্রতিবেশী ও শিক্ষকেরা যেন লক্ষণ চেনেন এবং কাকে জানাতে হবে তা জানেন।",
                "messages": [("message", "শুনুন। দোষ দেবেন না।"), ("message", "গোপন রাখুন, একা রাখবেন না।")],
                "how_to_help": "পোস্টারটি ছাপিয়ে বিদ্যালয়, দোকান ও ইউনিয়ন পরিষদে লাগান।",
            },
        ),
        Words(
            "Stand by (example)",
            "What to do when a child wants to tell you something: listen, believe, call for help.",
            [helplines(), NOTE_EN],
            {
                "goal": "Neighbours and teachers know the signs, and whom to tell.",
                "messages": [
                    ("message", "Listen. Do not blame."),
                    ("message", "Keep it to yourself, but do not stay alone with it."),
                ],
                "how_to_help": "Print the poster and put it up in schools, shops and union offices.",
            },
        ),
        add=add,
        starts_on=timezone.localdate() - timedelta(days=20),
    )


def add_finding(section: Page, topics: dict[str, Topic]) -> None:
    ensure_page(
        section,
        FindingPage,
        "example-listening",
        Words(
            "শোনার মানুষ থাকলে শিশু আগে কথা বলে (উদাহরণ)",
            "একটি বানানো গবেষণার ফল, যাতে দেখা যায় এখানে ফল কীভাবে লেখা হয়।",
            [
                (
                    "figure",
                    {
                        "title": "কাকে বলত শিশুরা",
                        "rows": [
                            {"label": "মা", "value": 46},
                            {"label": "শিক্ষক", "value": 21},
                            {"label": "কাউকে না", "value": 33},
                        ],
                        "source": "বানানো সংখ্যা, ২০২৬",
                    },
                ),
                NOTE_BN,
            ],
            {
                "numbers": [("number", {"number": "১০০", "says": "জন বানানো উত্তরদাতা"})],
                "method": "কোনো গবেষণা হয়নি; সংখ্যাগুলো দেখানোর জন্য বানানো।",
                "limits": "এ থেকে কিছুই জানা যায় না।",
            },
        ),
        Words(
            "Children speak sooner when somebody listens (example)",
            "A made-up result that shows how results are written here.",
            [
                (
                    "figure",
                    {
                        "title": "Whom children would tell",
                        "rows": [
                            {"label": "Mother", "value": 46},
                            {"label": "Teacher", "value": 21},
                            {"label": "Nobody", "value": 33},
                        ],
                        "source": "Made-up numbers, 2026",
                    },
                ),
                NOTE_EN,
            ],
            {
                "numbers": [("number", {"number": "100", "says": "made-up respondents"})],
                "method": "No study was made; the numbers only show the page.",
                "limits": "Nothing can be learnt from it.",
            },
        ),
        data_date=timezone.localdate() - timedelta(days=90),
        place="jashore",
        add=lambda page: setattr(page, "topics", [topics["prevention"]]),
    )


def add_news(section: Page, topics: dict[str, Topic]) -> None:
    soon = timezone.now() + timedelta(days=30)
    ensure_page(
        section,
        StoryPage,
        "example-story",
        Words(
            "নিজের দোকান (উদাহরণ)",
            "অনেকের কথা মিলিয়ে বানানো একটি গল্প।",
            [
                helplines(),
                text(
                    "<p>তিনি সেলাই শিখলেন, তারপর একদিন নিজের দোকান খুললেন। “কেউ একজন শুনেছিল,” তিনি বলেন, “সেখান থেকেই শুরু।”</p>"
                ),
            ],
        ),
        Words(
            "A shop of her own (example)",
            "A story made from what many people have told.",
            [
                helplines(),
                text(
                    "<p>She learnt to sew, and one day opened a shop of her own. “Somebody listened,” she says. “That is where it began.”</p>"
                ),
            ],
        ),
        kind="composite",
        add=lambda page: setattr(page, "topics", [topics["return"]]),
    )
    ensure_page(
        section,
        NewsPage,
        "example-news",
        Words("নতুন গ্রন্থাগার খোলা হলো (উদাহরণ)", "এখন বাংলা ও ইংরেজি দুই ভাষায় খোঁজা যায়।", [NOTE_BN]),
        Words("The new library is open (example)", "It can be searched in Bangla and in English.", [NOTE_EN]),
    )
    ensure_page(
        section,
        EventPage,
        "example-event",
        Words("গবেষণার ফল নিয়ে আলোচনা (উদাহরণ)", "একটি বানানো অনুষ্ঠান।", [NOTE_BN], {"venue": "উদাহরণ মিলনায়তন"}),
        Words("A talk about findings (example)", "A made-up event.", [NOTE_EN], {"venue": "Example Hall"}),
        starts_at=soon,
        ends_at=soon + timedelta(hours=3),
    )
    ensure_page(
        section,
        TopicPage,
        "topic-prevention",
        Words("প্রতিরোধ", "শোষণ ঘটার আগেই তা ঠেকানো নিয়ে যা এখানে আছে।"),
        Words("Prevention", "What there is here on stopping exploitation before it happens."),
        topic=topics["prevention"],
    )
