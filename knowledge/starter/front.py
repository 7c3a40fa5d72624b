"""The front page in both languages, as a new installation begins with it.

Set-up and packs call `ensure_home_pages`. What somebody has edited since is never touched.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from knowledge.models import HomePage
from knowledge.starter.roles import ensure_hub_roles


@dataclass(frozen=True)
class HomeText:
    """All words of a home page in one language. A card is (drawing, title, text)."""

    title: str
    heading: str
    intro: str
    cards: tuple[tuple[str, str, str], ...]

    def fields(self) -> dict[str, object]:
        cards = [
            ("card", {"icon": icon, "title": title, "text": text, "page": None})
            for icon, title, text in self.cards
        ]
        words = {"title": self.title, "heading": self.heading, "intro": self.intro, "summary": self.intro}
        return {**words, "cards": cards}


BANGLA = HomeText(
    title="প্রথম পাতা",
    heading="প্রতিটি শিশুর নিরাপদ থাকার অধিকার আছে",
    intro=(
        "যৌন উদ্দেশ্যে শিশু পাচার ও শোষণ ঠেকাতে এবং সারভাইভারদের পাশে থাকতে যাঁরা কাজ করেন, "
        "এই জ্ঞানভান্ডার তাঁদের জন্য। অভিভাবক, প্রতিবেশী, শিক্ষক ও সরকারি কর্মকর্তা, সবাই এখান থেকে জানতে পারবেন।"
    ),
    cards=(
        (
            "shield",
            "চিনুন ও সুরক্ষা দিন",
            "কোন লক্ষণে বোঝা যায় একটি শিশু ঝুঁকিতে আছে, আর তখন কী করবেন। শিশুকে দোষ দেবেন না; "
            "তার কথা শুনুন, বিশ্বাস করুন, গোপন রাখুন।",
        ),
        (
            "people",
            "একসঙ্গে কাজ করি",
            "পরিবার, এলাকার কমিটি, আশ্রয়কেন্দ্র ও সরকারি সেবা একসঙ্গে কাজ করলে একটি শিশু নিরাপদে ফিরতে ও "
            "নিজের মতো বড় হতে পারে।",
        ),
        (
            "book",
            "জেনে কাজ করি",
            "গবেষণা, প্রশিক্ষণ উপকরণ ও আইনের তথ্য এখানে সহজ ভাষায় থাকবে। কোনো শিশুকে চেনা যায় "
            "এমন কিছু এখানে কখনো প্রকাশ করা হয় না।",
        ),
    ),
)
ENGLISH = HomeText(
    title="Home",
    heading="Every child has the right to be safe",
    intro=(
        "This is a knowledge hub for everybody who works to prevent the trafficking and sexual exploitation of "
        "children and to stand by survivors: parents, neighbours, teachers, community groups and public officials."
    ),
    cards=(
        (
            "shield",
            "Notice and protect",
            "How to tell that a child is at risk of being exploited, and what to do then. Never blame the child: "
            "listen, believe, and keep what you hear to yourself and the people who can help.",
        ),
        (
            "people",
            "Work together",
            "When families, local committees, shelters and public services act as one, a child can come back to "
            "safety and grow up in a way of their own choosing.",
        ),
        (
            "book",
            "Know, then act",
            "Research, training material and the law, in plain words. Nothing that could identify a child is ever "
            "published here.",
        ),
    ),
)


@transaction.atomic
def ensure_home_pages() -> HomePage:
    """Make what is missing of the site and its two home pages; commits all of it or nothing.

    Returns the home page in the default language.
    """
    bangla = Locale.objects.get_or_create(language_code="bn")[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = HomePage.objects.filter(locale=bangla).first() or make_home(bangla)
    point_site_at(home)
    remove_welcome_page()
    if not home.has_translation(english):
        translate_home(home, english)
    ensure_hub_roles()
    return home


def make_home(locale: Locale) -> HomePage:
    home = HomePage(slug="hub", locale=locale, live=False, **BANGLA.fields())
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    return home


def translate_home(home: HomePage, locale: Locale) -> None:
    page = home.copy_for_translation(locale)
    for name, value in ENGLISH.fields().items():
        setattr(page, name, value)
    page.slug = f"{home.slug}-en"
    page.draft_title = page.title
    page.save_revision().publish()


def point_site_at(home: HomePage) -> None:
    """The default site begins at `home`. A site that already begins at a home page of ours stays as it is."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id and site.root_page.specific_class is HomePage:
        return
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = home
    site.save()


def remove_welcome_page() -> None:
    """Wagtail's first migration leaves a page that greets developers."""
    for page in Page.objects.filter(depth=2, slug="home"):
        if page.specific_class is Page and page.numchild == 0:
            page.delete()
