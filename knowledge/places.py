"""The 64 districts of Bangladesh, with the spellings that people still use. No place smaller than this is published."""

from dataclasses import dataclass

from django.utils.functional import lazystr
from django.utils.translation import get_language


@dataclass(frozen=True)
class District:
    code: str
    english: str
    bangla: str
    others: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.english, self.bangla, *self.others)

    def __str__(self) -> str:
        return self.bangla if (get_language() or "").startswith("bn") else self.english


DISTRICTS = (
    District("bagerhat", "Bagerhat", "বাগেরহাট"),
    District("bandarban", "Bandarban", "বান্দরবান"),
    District("barguna", "Barguna", "বরগুনা"),
    District("barishal", "Barishal", "বরিশাল", ("Barisal",)),
    District("bhola", "Bhola", "ভোলা"),
    District("bogura", "Bogura", "বগুড়া", ("Bogra",)),
    District("brahmanbaria", "Brahmanbaria", "ব্রাহ্মণবাড়িয়া"),
    District("chandpur", "Chandpur", "চাঁদপুর"),
    District("chapai-nawabganj", "Chapai Nawabganj", "চাঁপাইনবাবগঞ্জ", ("Chapainawabganj", "Nawabganj")),
    District("chattogram", "Chattogram", "চট্টগ্রাম", ("Chittagong",)),
    District("chuadanga", "Chuadanga", "চুয়াডাঙ্গা"),
    District("coxs-bazar", "Cox's Bazar", "কক্সবাজার", ("Coxsbazar",)),
    District("cumilla", "Cumilla", "কুমিল্লা", ("Comilla",)),
    District("dhaka", "Dhaka", "ঢাকা", ("Dacca",)),
    District("dinajpur", "Dinajpur", "দিনাজপুর"),
    District("faridpur", "Faridpur", "ফরিদপুর"),
    District("feni", "Feni", "ফেনী"),
    District("gaibandha", "Gaibandha", "গাইবান্ধা"),
    District("gazipur", "Gazipur", "গাজীপুর"),
    District("gopalganj", "Gopalganj", "গোপালগঞ্জ"),
    District("habiganj", "Habiganj", "হবিগঞ্জ", ("Hobiganj",)),
    District("jamalpur", "Jamalpur", "জামালপুর"),
    District("jashore", "Jashore", "যশোর", ("Jessore",)),
    District("jhalokati", "Jhalokati", "ঝালকাঠি", ("Jhalakathi",)),
    District("jhenaidah", "Jhenaidah", "ঝিনাইদহ", ("Jhenaidaha",)),
    District("joypurhat", "Joypurhat", "জয়পুরহাট", ("Jaipurhat",)),
    District("khagrachhari", "Khagrachhari", "খাগড়াছড়ি", ("Khagrachari",)),
    District("khulna", "Khulna", "খুলনা"),
    District("kishoreganj", "Kishoreganj", "কিশোরগঞ্জ", ("Kishorganj",)),
    District("kurigram", "Kurigram", "কুড়িগ্রাম"),
    District("kushtia", "Kushtia", "কুষ্টিয়া"),
    District("lakshmipur", "Lakshmipur", "লক্ষ্মীপুর", ("Laxmipur",)),
    District("lalmonirhat", "Lalmonirhat", "লালমনিরহাট"),
    District("madaripur", "Madaripur", "মাদারীপুর"),
    District("magura", "Magura", "মাগুরা"),
    District("manikganj", "Manikganj", "মানিকগঞ্জ"),
    District("meherpur", "Meherpur", "মেহেরপুর"),
    District("moulvibazar", "Moulvibazar", "মৌলভীবাজার", ("Maulvibazar",)),
    District("munshiganj", "Munshiganj", "মুন্সীগঞ্জ", ("মুন্সিগঞ্জ",)),
    District("mymensingh", "Mymensingh", "ময়মনসিংহ"),
    District("naogaon", "Naogaon", "নওগাঁ"),
    District("narail", "Narail", "নড়াইল"),
    District("narayanganj", "Narayanganj", "নারায়ণগঞ্জ"),
    District("narsingdi", "Narsingdi", "নরসিংদী"),
    District("natore", "Natore", "নাটোর", ("Nator",)),
    District("netrokona", "Netrokona", "নেত্রকোণা", ("নেত্রকোনা", "Netrakona")),
    District("nilphamari", "Nilphamari", "নীলফামারী"),
    District("noakhali", "Noakhali", "নোয়াখালী"),
    District("pabna", "Pabna", "পাবনা"),
    District("panchagarh", "Panchagarh", "পঞ্চগড়"),
    District("patuakhali", "Patuakhali", "পটুয়াখালী"),
    District("pirojpur", "Pirojpur", "পিরোজপুর"),
    District("rajbari", "Rajbari", "রাজবাড়ী", ("রাজবাড়ি",)),
    District("rajshahi", "Rajshahi", "রাজশাহী"),
    District("rangamati", "Rangamati", "রাঙ্গামাটি", ("রাঙামাটি",)),
    District("rangpur", "Rangpur", "রংপুর"),
    District("satkhira", "Satkhira", "সাতক্ষীরা"),
    District("shariatpur", "Shariatpur", "শরীয়তপুর", ("শরিয়তপুর",)),
    District("sherpur", "Sherpur", "শেরপুর"),
    District("sirajganj", "Sirajganj", "সিরাজগঞ্জ"),
    District("sunamganj", "Sunamganj", "সুনামগঞ্জ"),
    District("sylhet", "Sylhet", "সিলেট"),
    District("tangail", "Tangail", "টাঙ্গাইল"),
    District("thakurgaon", "Thakurgaon", "ঠাকুরগাঁও"),
)
BY_CODE = {district.code: district for district in DISTRICTS}
CHOICES = [(district.code, lazystr(district)) for district in DISTRICTS]
