"""The kind of a question (its intent), recognised by patterns of words.

The patterns are matched with the question without diacritics, in which known parts are replaced by one letter: ``U`` a
unit, ``T`` a span of time, ``L`` a level asked for ("huyện nào", "các xã"), ``W`` "ai" or "đơn vị nào". "báo cáo" is
replaced by ``bc``, so that its "cáo" does not match "cao".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.questions.query import Intent, Order

_PARTS = {
    "<sent>": r"(?:nop|gui|bao cao|bc)",
    "<day>": r"(?:bao gio|khi nao|luc nao|ngay nao|ngay may|ngay bao nhieu|hom nao|chung nao|thoi diem nao)",
    "<high>": r"(?:nhieu|cao|lon|tot|gioi|manh|kha|dong|dan|tang)",
    "<low>": r"(?:it|thap|nho|kem|te|yeu|xau|giam)",
    "<share>": r"(?:(?:tren |duoi |tu |it nhat )?\d+ phan tram)",
    "<plan>": r"(?:ke hoach|van ban|quyet dinh|de an)",
    "bao cao": "bc",
}


def _any(*patterns: str) -> re.Pattern[str]:
    """A pattern that matches any of the patterns as whole words; the keys of ``_PARTS`` are replaced in it."""
    whole = "|".join(patterns)
    for name, part in _PARTS.items():
        whole = whole.replace(name, part)
    return re.compile(rf"\b(?:{whole})\b")


HELP = _any(
    r"^(?:help|tro giup|giup(?: do| toi| voi)?|huong dan(?: su dung)?)$",
    r"hoi (?:duoc )?(?:nhung )?(?:gi|the nao|nhu the nao|ra sao|cai gi)",
    r"(?:lam|tra loi|biet|giup)(?: duoc)? (?:nhung )?(?:gi|viec gi)(?: duoc)?$|cach (?:hoi|dung|su dung)",
    r"dung nhu the nao|su dung the nao|huong dan (?:hoi|dung|su dung|cach)",
)
SUMMARY = _any(
    r"tinh hinh (?:an ninh|trat tu)",
    r"tom tat|tom luoc|tom gon|tong quan|tong quat|toan canh|diem lai|nhin chung|tinh hinh chung|ket qua chung",
    r"bao cao nhanh|tong hop (?:nhanh|chung|tinh hinh|ket qua|lai)|^tong hop(?: T| U)*$|noi bat",
    r"dang (?:chu y|luu y|lo)|co gi (?:moi|la|khac)|van de gi|danh gia (?:chung|tong the)",
)
LOOSE_SUMMARY = _any(
    r"tinh hinh|ket qua",
)
HOW = _any(
    r"the nao|ra sao|sao roi|thi sao",
)
LATE = _any(
    r"(?:qua|tre|tre ca|khong (?:nop )?dung|khong kip) (?:thoi )?han",
    r"nop (?:bi )?tre|bi tre|(?<!con )tre(?! em)(?! hon)",
    r"(?<!toi )(?<!mong )(?<!ai )muon(?! biet| hoi| xem| tim| coi)|cham(?: tre| nop| gui| bao cao| han| tien do)",
    r"<sent>(?: \w+){0,3} cham(?! nhat (?:la )?(?:ngay|vao|khi|bao))|(?:L|W|U)(?: \w+){0,2} cham",
)
MISSING = _any(
    r"chua (?:thay |he |chiu |kip |co |duoc |ai |L |W |co ai )*(?:<sent>|xong|hoan thanh|lam|du)",
    r"con (?:thieu|no|sot|nhung ai|ai)(?! han)|thieu (?:bao cao|cua|nhung|U|L|W|ai)|chua hoan thanh",
    r"khong (?:nop|gui|chiu nop|bao cao)|no bao cao|(?:L|W)(?: T)? (?:con )?(?:chua|thieu|no|sot)(?: T)?$",
    r"con (?:L|W) (?:chua|thieu)|(?:con )?(?:may|bao nhieu) (?:L|W|don vi|noi)(?: con)? (?:chua|thieu|no)",
    r"con (?:L|W)$|chua (?:L|W)|ai chua|(?:L|W)(?: con| van| hien)* chua$",
)
FILED = _any(
    r"n n",
    r"da <sent>|<sent> (?:\w+ ){0,4}(?:chua|roi)|<sent> (?:du|day du|xong)",
    r"(?:tinh hinh|tien do|ket qua|tinh trang|ty le|so luong) (?:\w+ ){0,2}(?:nop|gui)",
    r"(?:may|bao nhieu) (?:don vi |noi |L |W |U )?(?:da )?<sent>",
    r"(?:tinh hinh|tien do|tinh trang) (?:cua )?(?:cac )?bao cao|tien do T",
    r"(?:nop|gui)(?: \w+){0,3} (?:dung|truoc|kip) han|dung han|truoc han|(?:L|W|ai) (?:\w+ )?(?:nop|gui)",
    r"(?:nop|gui)(?: \w+){0,3} (?:khong|khi nao|luc nao|hom nao|ngay nao)$|da (?:xong|hoan thanh|du)(?: chua)?",
    r"lam (?:bc )?(?:duoc )?(?:den|toi) dau|xong chua|du chua|^U(?: T)? chua$|U (?:da )?(?:nop|gui)",
    r"(?:nop|gui) (?:bao cao )?(?:T )?(?:duoc|den) (?:dau|may|bao nhieu)",
)
DONE_YET = _any(
    r"(?:<sent>|xong|gui|duoc|co)(?: \w+){0,5} chua$",
)
DEADLINE = _any(
    r"(?:thoi |het )?han(?: chua| chot| cuoi| nop| gui| bao cao| chung| la| den| cua| vao| T| U)|han$",
    r"han (?:con|khi|ngay|bao|nao)",
    r"thoi han|deadline|den han|sap (?:den|toi) han|chot so lieu|chot ngay",
    r"<day>(?: \w+){0,4} (?:phai|can|nop|gui|het|den|bao cao|chot)",
    r"(?:phai|can|nop|gui|bao cao|han|het|chot)(?: \w+){0,5} <day>|^<day>(?: \w+){0,2} T",
    r"con (?:bao nhieu|may) (?:ngay|hom|gio)|(?:may|bao nhieu) ngay nua|con bao lau|bao lau nua",
    r"con (?:thoi gian|kip)|truoc ngay (?:nao|may|bao nhieu)|cham nhat (?:la |vao )?(?:ngay|khi|bao|luc)",
    r"phai (?:nop|gui|bao cao|lam)(?: \w+)? (?:bao cao )?(?:gi|nhung gi|nao)",
    r"(?:sap|ky|dot) (?:toi|den|nay)(?: \w+){0,3} (?:phai )?nop|lich (?:nop|gui|bao cao)",
)
NOT_DEADLINE = _any(
    r"(?:qua|tre|dung|truoc|cham|som|kip) (?:thoi )?han",
)
PLAN = _any(
    r"<plan>(?: \w+){0,3} (?:quy dinh|noi|yeu cau|ghi|neu|de ra|dat ra|giao|bat buoc|viet|bao|tu khi nao)",
    r"<plan>(?: \w+){0,3} (?:the nao|nhu the nao|gi|ra sao)",
    r"quy dinh|theo ke hoach|trong ke hoach|noi dung ke hoach|can cu (?:nao|gi|vao dau)",
    r"phai (?:dat|giam|tren|duoi|it nhat)|can (?:dat|phai dat|giam)|toi thieu|yeu cau (?:dat|la|bao nhieu|gi)",
    r"de ra",
    r"(?:chi tieu|muc tieu)(?: \w+)* (?:la (?:bao nhieu|gi|may)|bao nhieu(?: phan tram)?$)(?! dat)",
    r"(?:chi tieu|muc tieu)(?: \w+)* (?:may phan tram|phan tram$|the nao la|gom (?:nhung )?gi)(?! dat)",
    r"(?:chi tieu|muc tieu) (?:nao|gi) (?:ve|cho|doi voi)",
    r"(?:co )?(?<!dat )(?<!dat duoc )(?<!thanh )(?:nhung |bao nhieu |may )(?:chi tieu|muc tieu|nhiem vu)(?: nao| gi)?$",
    r"(?:ai|W|L) phai (?:nop|bao cao|gui)",
    r"nop (?:bao cao )?(?:cho ai|cho dau|ve dau|di dau|o dau|den dau|qua dau)",
    r"gui (?:bao cao )?(?:cho ai|ve dau|cho dau|di dau|den dau|qua dau)|nhiem vu",
)
TARGET = _any(
    r"chi tieu|muc tieu|(?<!phai )dat (?:duoc )?(?:<share> )?(?:chua|khong|yeu cau|ke hoach|muc|roi)",
    r"<share>(?: tro len)? (?:chua|khong)",
    r"(?:chua|khong|da|co|kho) dat|vuot|khong hoan thanh|hut|dat$|dat (?:hay|ko) |du (?:chi tieu|muc)",
)
RATE = _any(
    r"ty le|phan tram|dat (?:duoc )?(?:bao nhieu|may)|ty trong|ty so",
)
COMPARE = _any(
    r"so (?:voi|sanh|cung ky|T|lai)|doi chieu|tang hay giam|giam hay tang|tang giam",
    r"tang(?: len)?(?: duoc| them| bao nhieu| may| nhieu| khong| chua| gi| it| manh| dan)",
    r"giam(?: xuong| di)?(?: duoc| bao nhieu| may| nhieu| khong| chua| gi| it| manh| dan)",
    r"(?:co|dang|da|bi) (?:tang|giam)|(?:tang|giam)(?: T)?$|bien dong|chenh lech|chenh(?: nhau)?|hon kem",
    r"khac (?:nhau|gi|biet)|(?:nhieu|it|cao|thap|kha|tot|kem)(?: \w+){0,4} hon|hon T|xu huong|dien bien|len hay xuong",
    r"U(?: \w+){0,3} (?:voi|hay|hoac)(?: \w+){0,2} U|T(?: \w+)? voi(?: \w+)? T|giua U|ben nao",
    r"noi nao (?:nhieu|cao|it|thap)",
)
RANK = _any(
    r"top|xep hang|xep thu tu|xep loai|bang xep|thu hang|dung dau|dung thu|dan dau|dung cuoi|doi so|cuoi bang",
    r"dung nhat|dau bang|hang dau|<high>(?: \w+){0,4} nhat|<low>(?: \w+){0,4} nhat|phuc tap nhat|nong nhat",
    r"nhat (?:la )?(?:L|W|o dau)|(?:L|W)(?: \w+){0,8} (?:<high>|<low>)(?! hon)(?! khong)(?: T| \w+)?$",
    r"(?:L|W) (?:co )?(?:<high>|<low>) |o dau (?:\w+ ){0,4}(?:nhieu|it|cao|thap)",
)
HIGHER = _any(
    r"(?:<high>|<low>)(?: \w+){0,4} hon",
)
NOT_RANK = _any(
    r"it nhat (?:la )?\d|moi nhat|gan nhat|gan day nhat|thong nhat|thu nhat|truoc nhat|som nhat|cham nhat",
    r"muon nhat|(?<!nhieu )(?<!cao )(?<!lon )(?<!tot )(?<!thap )(?<!kem )(?<!it )(?<!nho )nhat la",
)
FILING_RANK_LATE = _any(
    r"(?:cham|muon|tre) nhat",
)
FILING_RANK_SOON = _any(
    r"(?:som|nhanh|dau tien|truoc) nhat|dau tien",
)
LEAST = _any(
    r"<low>(?: \w+){0,4} nhat|dung cuoi|doi so|cuoi bang|(?:L|W)(?: \w+){0,8} (?:<low>)\b",
)
COUNT = _any(
    r"bao nhieu|may (?:vu|tin|nguoi|ho|dia ban|bang|nan|bi|mo hinh)|tong(?: so)?|so luong|so lieu|con so",
    r"co (?:\w+ )*khong|cong (?:lai|het)",
)
CHANGED_BY = _any(
    r"(?:tang|giam)(?: \w+){0,3} phan tram",
)
CHANGE = _any(
    r"(?:tang|giam)(?: \w+){0,4} nhat|bien dong(?: \w+){0,3} nhat|(?:L|W)(?: \w+){0,6} (?:tang|giam)",
)


def rank_intents(text: str, subject: float, *, units: int, strange: bool) -> list[tuple[Intent, float]]:
    """The possible intents of a question with their scores (0 to 1), the most likely first.

    ``text``: the question as the patterns need it; ``subject``: score of the best matching field or target, 0 if none
    matches; ``units``: the number of units named; ``strange``: whether it has words of another subject, "thời tiết".
    """
    scores: dict[Intent, float] = {}
    for intent, score in _rules(text, subject, units, strange):
        if score > scores.get(intent, 0):
            scores[intent] = score
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _rules(text: str, subject: float, units: int, strange: bool) -> Iterator[tuple[Intent, float]]:
    about = subject >= 0.5
    if HELP.search(text) and not about:
        yield "help", 1.0
    yield from _filing(text, about, units)
    if SUMMARY.search(text):
        yield "summary", 0.6 if about else 0.97
    yield from _figures(text, about, units)
    if (LOOSE_SUMMARY.search(text) or (HOW.search(text) and not strange)) and not about:
        yield "summary", 0.55


def _filing(text: str, about: bool, units: int) -> Iterator[tuple[Intent, float]]:
    """Intents about filing: plan, deadline, late, missing, filed."""
    less = 0.35 if about else 0.0
    if PLAN.search(text):
        yield "plan", 0.98
    if DEADLINE.search(text) and not NOT_DEADLINE.search(text):
        past = units and FILED.search(text) and not re.search(r"\b(?:phai|han|can|den)\b", text)
        yield "deadline", (0.7 if past else 0.95) - less
    if LATE.search(text) or (FILING_RANK_LATE.search(text) and re.search(r"\b(?:L|W|ai)\b", text)):
        yield "late", 0.94 - less
    asks_who = re.search(r"\b(?:L|W|ai|nhung|cac)\b", text)
    yes_or_no = DONE_YET.search(text) or (units and not asks_who and re.search(r"\b(?:khong|phai|dung|chua)$", text))
    if MISSING.search(text):
        only = units and not asks_who
        yield "missing", (0.8 if only or DONE_YET.search(text) else 0.93) - less
        if only:
            yield "filed", 0.85 - less
    if FILED.search(text) or FILING_RANK_SOON.search(text):
        yield "filed", (0.92 if yes_or_no or not MISSING.search(text) else 0.75) - less


def _figures(text: str, about: bool, units: int) -> Iterator[tuple[Intent, float]]:
    """Intents about figures: rank, compare, target, rate, count."""
    target, rate, rank = TARGET.search(text), RATE.search(text), RANK.search(text)
    either = units > 1 and HIGHER.search(text)
    if rank and not either and not NOT_RANK.search(text):
        yield "rank", 0.965 if about else 0.9
    if COMPARE.search(text):
        yield "compare", 0.955 if about else 0.91
    if target:
        reached = rate and re.search(r"dat (?:duoc )?(?:bao nhieu|may)", text)
        yield "target", 0.8 if reached else 0.96 if about or re.search(r"chi tieu|muc tieu", text) else 0.6
    if rate and about:
        yield "rate", 0.94
    if about:
        yield "count", 0.9 if COUNT.search(text) else 0.75


def asks_share(text: str) -> bool:
    """Whether a rate is asked for. "tăng mấy phần trăm" is not: it asks by how much a count has changed."""
    return bool(RATE.search(CHANGED_BY.sub("", text)))


def order(text: str) -> Order:
    """Which end of a ranking is asked for."""
    return "least" if LEAST.search(text) else "most"
