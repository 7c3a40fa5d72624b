"""The pages every installation begins with: get help, who we are, what we promise. Editors make them their own."""

from knowledge.models import GlossaryPage, HelpPage, InfoPage, LibraryPage, SectionPage
from knowledge.starter.front import ensure_home_pages
from knowledge.starter.making import Words, callout, ensure_page, helplines, steps, text


def ensure_standing_pages() -> None:
    """Make those that are missing, below the front pages."""
    home = ensure_home_pages()
    ensure_page(home, HelpPage, "help", HELP_BN, HELP_EN)
    ensure_page(home, LibraryPage, "library", LIBRARY_BN, LIBRARY_EN)
    for slug, (bangla, english) in SECTIONS.items():
        ensure_page(home, SectionPage, slug, bangla, english)
    for kind, (bangla, english) in INFO.items():
        ensure_page(home, InfoPage, kind, bangla, english, kind=kind)
    ensure_page(home, GlossaryPage, "glossary", GLOSSARY_BN, GLOSSARY_EN)


HELP_BN = Words(
    "সাহায্য নিন",
    "কথা বলার মানুষ আছে। ফোন করতে টাকা লাগে না, নাম বলাও জরুরি নয়।",
    [
        helplines(),
        steps(
            "কোনো শিশুকে নিয়ে চিন্তা হলে",
            "এখনই বিপদ থাকলে ৯৯৯ নম্বরে ফোন করুন।",
            "শিশুর কথা মন দিয়ে শুনুন। তাকে দোষ দেবেন না, চাপ দেবেন না।",
            "যা জানলেন, শুধু সাহায্য করতে পারেন এমন মানুষকে জানান।",
            "১০৯৮ নম্বরে ফোন করে পরামর্শ নিন।",
        ),
        callout("এখানে কিছু লিখতে হবে না", "<p>এই সাইট আপনার কাছে কোনো ঘটনার বিবরণ চায় না। কথা বলুন, ফোনে।</p>"),
    ],
    {"seo_title": "তথ্য"},
)
HELP_EN = Words(
    "Get help",
    "There is somebody to talk to. The calls are free, and you need not give your name.",
    [
        helplines(),
        steps(
            "If you worry about a child",
            "Call 999 if there is danger now.",
            "Listen to the child. Do not blame, do not press.",
            "Tell what you know only to those who can help.",
            "Call 1098 and ask for advice.",
        ),
        callout(
            "Nothing to write here",
            "<p>This site does not ask you to describe what happened. Talk to somebody on the phone.</p>",
        ),
    ],
    {"seo_title": "Information"},
)
LIBRARY_BN = Words("গ্রন্থাগার", "প্রতিবেদন, নির্দেশিকা, আইন ও প্রচার উপকরণ: খুঁজুন, পড়ুন, উদ্ধৃত করুন।")
LIBRARY_EN = Words("Library", "Reports, tools, laws and campaign material to find, read and cite.")
SECTIONS = {
    "campaigns": (
        Words("প্রচারাভিযান", "যে কথাগুলো সবার জানা দরকার, আর তা ছড়িয়ে দেওয়ার উপকরণ।"),
        Words("Campaigns", "What everybody should know, and material to spread it."),
    ),
    "findings": (
        Words("গবেষণার ফল", "সংখ্যা, পদ্ধতি আর সীমাবদ্ধতা একসঙ্গে।"),
        Words("Findings", "Numbers, how they came about, and what they cannot say."),
    ),
    "news": (
        Words("খবর ও অনুষ্ঠান", "আমাদের কাজের খবর, গল্প ও সামনের অনুষ্ঠান।"),
        Words("News and events", "What we do, stories, and events to come."),
    ),
}
INFO = {
    "about": (
        Words(
            "আমাদের কথা",
            "আমরা কারা, কী করি, আর এই জ্ঞানভান্ডার কাদের জন্য।",
            [
                text(
                    "<p>যাঁরা শিশুদের যৌন শোষণ ও পাচার ঠেকাতে কাজ করেন, এই জ্ঞানভান্ডার তাঁদের জন্য। এখানকার উদাহরণগুলো বানানো।</p>"
                )
            ],
        ),
        Words(
            "About us",
            "Who we are, what we do, and for whom this hub is.",
            [
                text(
                    "<p>This hub is for everybody who works against the sexual exploitation and trafficking of children. The examples on it are made up.</p>"
                )
            ],
        ),
    ),
    "safeguarding": (
        Words(
            "সুরক্ষা ও অভিযোগ",
            "কোনো শিশু বা সারভাইভারের ক্ষতি হতে পারে এমন কিছু দেখলে আমাদের জানান।",
            [
                helplines(),
                text(
                    "<p>কোনো লেখা, ছবি বা আমাদের কোনো কর্মীর আচরণে ক্ষতি হতে পারে মনে হলে যেকোনো অফিসে সেফগার্ডিং ফোকালের সঙ্গে কথা বলুন। অভিযোগ করলে কারও সেবা বন্ধ হয় না।</p><p>কারও সম্মতি ফিরিয়ে নিলে তাঁর কথা ও ছবি সঙ্গে সঙ্গে সরিয়ে নেওয়া হয়।</p>"
                ),
            ],
        ),
        Words(
            "Safeguarding and complaints",
            "Tell us about anything here that could harm a child or a survivor.",
            [
                helplines(),
                text(
                    "<p>If a text, a picture or the conduct of one of us could do harm, speak to the safeguarding focal person at any office. Nobody loses a service by complaining.</p><p>When somebody takes their consent back, their words and pictures leave this site at once.</p>"
                ),
            ],
        ),
    ),
    "privacy": (
        Words(
            "গোপনীয়তা",
            "আমরা আপনার সম্পর্কে কিছু জমা রাখি না।",
            [
                text(
                    "<ul><li>এই সাইট পাঠকের ফোনে কোনো কুকি রাখে না।</li><li>অন্য কোনো প্রতিষ্ঠানের কাছ থেকে কিছু আনা হয় না।</li><li>কোন ফাইল কতবার নামানো হলো, শুধু সেই সংখ্যা দিন ধরে গোনা হয়; কে নামাল তা নয়।</li></ul>"
                )
            ],
        ),
        Words(
            "Privacy",
            "We keep nothing about you.",
            [
                text(
                    "<ul><li>This site puts no cookie on a reader’s device.</li><li>Nothing is loaded from anybody else.</li><li>We count how often a file is fetched on a day, not by whom.</li></ul>"
                )
            ],
        ),
    ),
    "accessibility": (
        Words(
            "সবার জন্য ব্যবহারযোগ্য",
            "আমরা WCAG 2.2 AA মান মেনে চলার চেষ্টা করি।",
            [
                text(
                    "<p>এই সাইট কিবোর্ড, স্ক্রিন রিডার ও ছোট ফোনে ব্যবহার করা যায়, আর জাভাস্ক্রিপ্ট ছাড়াও চলে। পুরোনো কিছু PDF ফাইল স্ক্রিন রিডারে ঠিকমতো পড়া নাও যেতে পারে। কোথাও আটকে গেলে আমাদের জানান।</p>"
                )
            ],
        ),
        Words(
            "Accessibility statement",
            "We aim to meet WCAG 2.2 AA.",
            [
                text(
                    "<p>This site works with a keyboard, with screen readers, on small phones and without JavaScript. Some older PDF files may not read well aloud. Tell us where you get stuck.</p>"
                )
            ],
        ),
    ),
    "leaving": (
        Words(
            "দ্রুত বেরিয়ে যাওয়া",
            "“এই সাইট ছাড়ুন” বোতাম কী পারে আর কী পারে না।",
            [
                text(
                    "<p>বোতামটি টিপলে, বা শিফট কী পরপর তিনবার চাপলে, এই পাতা আবহাওয়ার পাতায় বদলে যায়। পেছনে গেলে এই পাতাটি আর আসে না।</p><h2>যা পারে না</h2><ul><li>আগে দেখা পাতাগুলো ব্রাউজারের ইতিহাসে থেকে যায়।</li><li>কেউ ফোনে নজরদারির অ্যাপ রাখলে তা থামানো যায় না।</li></ul><p>সম্ভব হলে ব্যক্তিগত (ইনকগনিটো) জানালা ব্যবহার করুন, বা বিশ্বস্ত কারও ফোন।</p>"
                ),
            ],
        ),
        Words(
            "Leaving quickly",
            "What the button “Leave this site” can and cannot do.",
            [
                text(
                    "<p>The button, or pressing Shift three times, replaces this page with a weather page. Going back does not bring it up again.</p><h2>What it cannot do</h2><ul><li>Pages you read before stay in the history of the browser.</li><li>It cannot stop an app that somebody put on the phone to watch you.</li></ul><p>Use a private (incognito) window if you can, or the phone of somebody you trust.</p>"
                ),
            ],
        ),
    ),
}
GLOSSARY_BN = Words(
    "শব্দকোষ",
    "আমরা কোন শব্দ ব্যবহার করি, আর কেন।",
    more={
        "terms": [
            (
                "term",
                {
                    "term": "সারভাইভার",
                    "other": "survivor",
                    "meaning": "শোষণের মধ্য দিয়ে গেছেন এমন মানুষ। শব্দটি তাঁর শক্তির কথা বলে।",
                },
            ),
            (
                "term",
                {
                    "term": "পাচার",
                    "other": "trafficking",
                    "meaning": "শোষণের উদ্দেশ্যে কাউকে সংগ্রহ, স্থানান্তর বা আটকে রাখা। শিশুর বেলায় সম্মতির প্রশ্নই ওঠে না।",
                },
            ),
            (
                "term",
                {
                    "term": "ঝুঁকিতে থাকা শিশু",
                    "other": "child at risk",
                    "meaning": "যে শিশুর শোষণের শিকার হওয়ার আশঙ্কা আছে।",
                },
            ),
        ]
    },
)
GLOSSARY_EN = Words(
    "Glossary",
    "The words we use, and why.",
    more={
        "terms": [
            (
                "term",
                {
                    "term": "Survivor",
                    "other": "সারভাইভার",
                    "meaning": "A person who has lived through exploitation. The word speaks of their strength.",
                },
            ),
            (
                "term",
                {
                    "term": "Trafficking",
                    "other": "পাচার",
                    "meaning": "Recruiting, moving or keeping somebody in order to exploit them. A child can never consent to it.",
                },
            ),
            (
                "term",
                {
                    "term": "Child at risk",
                    "other": "ঝুঁকিতে থাকা শিশু",
                    "meaning": "A child who may come to be exploited.",
                },
            ),
        ]
    },
)
