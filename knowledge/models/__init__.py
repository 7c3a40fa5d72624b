"""The models of the hub, one idea a module."""

from knowledge.models.award import Award
from knowledge.models.bulk import BulkUpload
from knowledge.models.campaign import CampaignMaterial, CampaignPage, CampaignReach
from knowledge.models.consent import MediaConsent
from knowledge.models.home import HomePage
from knowledge.models.library import DownloadCount, LibraryFile, LibraryItemPage, LibraryPage
from knowledge.models.media import HubDocument, HubImage, HubRendition
from knowledge.models.review import SafeguardingReview, Withdrawal
from knowledge.models.search import SearchEntry
from knowledge.models.standing import GlossaryPage, HelpPage, InfoPage, SectionPage
from knowledge.models.state import PublicState
from knowledge.models.task import PublishingTask, SafeguardingTask, TranslationTask
from knowledge.models.topic import Topic, TopicPage
from knowledge.models.writing import EventPage, FindingPage, NewsPage, StoryPage

__all__ = [
    "Award",
    "BulkUpload",
    "CampaignMaterial",
    "CampaignPage",
    "CampaignReach",
    "DownloadCount",
    "EventPage",
    "FindingPage",
    "GlossaryPage",
    "HelpPage",
    "HomePage",
    "HubDocument",
    "HubImage",
    "HubRendition",
    "InfoPage",
    "LibraryFile",
    "LibraryItemPage",
    "LibraryPage",
    "MediaConsent",
    "NewsPage",
    "PublicState",
    "PublishingTask",
    "SafeguardingReview",
    "SafeguardingTask",
    "SearchEntry",
    "SectionPage",
    "StoryPage",
    "Topic",
    "TopicPage",
    "TranslationTask",
    "Withdrawal",
]
