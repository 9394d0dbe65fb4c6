"""Words and phrases of questions, without diacritics; used to correct typing errors and to recognise filler words."""

from __future__ import annotations

PHRASES = """
ai chua nop|don vi nao chua nop bao cao|nhung don vi nao|noi nao|dia phuong nao|huyen nao|xa nao|phuong nao
thi tran nao|thanh pho nao|thi xa nao|so nao|so nganh nao|ban nganh nao|con don vi nao|cac huyen|cac xa|cac don vi
tung huyen|tung xa|tung don vi|moi huyen|moi xa|cap huyen|cap xa|cap tinh|da nop chua|nop roi chua|da gui chua
gui bao cao|nop bao cao|nop tre|nop cham|nop muon|tre han|qua han|bi tre|cham tre|cham nop|dung han|truoc han
kip han|bao gio|khi nao|luc nao|ngay nao|bao nhieu|bao lau|may ngay|may ngay nua|con may ngay|han chot|han cuoi
han nop|thoi han|den han|het han|deadline|phai nop|can nop|ke hoach quy dinh|theo ke hoach|quy dinh gi
quy dinh the nao|noi gi|noi dung|yeu cau|chi tieu|muc tieu|dat chua|co dat khong|chua dat|khong dat|dat bao nhieu
da dat|hoan thanh|vuot chi tieu|ty le|phan tram|bao nhieu phan tram|tong so|tong cong|so luong|so lieu|tong hop
co bao nhieu|la bao nhieu|co may|may vu|so voi|so sanh|cung ky|cung ky nam ngoai|cung ky nam truoc|tang hay giam
giam hay tang|tang giam|tang bao nhieu|giam bao nhieu|bien dong|chenh lech|nhieu hon|it hon|cao hon|thap hon
xu huong|khac nhau|cao nhat|thap nhat|nhieu nhat|it nhat|tot nhat|kem nhat|lon nhat|nho nhat|manh nhat|yeu nhat
phuc tap nhat|xep hang|xep thu tu|dung dau|dung cuoi|dan dau|top|hang dau|tinh hinh|tinh hinh chung|tinh hinh nop
tien do|tien do nop|ket qua|tom tat|tong quan|toan canh|danh gia|noi bat|the nao|nhu the nao|ra sao|thi sao
sao roi|huong dan|tro giup|hoi gi|hoi duoc gi|lam duoc gi|giup gi|cach hoi|6 thang dau nam|6 thang nam|6 thang cua
bao cao 6 thang|huyen nao nhieu ma tuy nhat|xa nao nhieu vu nhat|nhieu an nhat|tin bao nhat|it vu nhat|it an nhat
co ty le|ty le cao nhat|huyen nhieu|xa nhieu|huyen co|xa co|huyen it|don vi nhieu|don vi co|mo hinh nhat|an tang
an giam|vu tang|vu giam|ma tuy tang|ma tuy giam|co tang khong|co giam khong|truoc ngay nao|truoc ngay may
chot so lieu|doi chieu|chua thay|chua xong|chua gui|chua bao cao|chua co|nao chua|don vi chua|huyen chua|xa chua
han chua|con thieu bao cao|khong nop|khong gui|thang|sau thang|dau nam|cuoi nam|sau thang dau nam|nua dau nam
nam nay|nam ngoai|nam truoc|nam roi|ca nam|quy mot|quy hai|quy ba|quy bon|quy nay|quy truoc|ky nay|ky truoc
ky vua roi|lan truoc|bao cao truoc|bao cao nam|chin thang|trong tinh|toan tinh|ca tinh|tren dia ban|dia ban tinh
hien nay|hien tai|bay gio|den nay|hom nay|den gio|luc nay|vua qua|gan day|moi nhat|sap toi|cho hoi|xin hoi
cho toi hoi|cho toi biet|cho toi xem|cho biet|cho xem|cho minh hoi|cho em hoi|cho anh hoi|cho chi hoi
toi muon biet|muon hoi|lam on|vui long|giup toi|cam on|a|nhe|nha|nhi|vay|the|voi|di|oi|dong chi|anh|chi|em|sep|ban
bot|con nam ngoai|con thi sao|the con|vay con|va|hay|hoac|cua|tai|o|trong|nhung|cac|nao|gi|khong|chua|roi|duoc|co
la|da|dang|se|bi|thi|ma|con|cho|ve|den|tu|theo|bang|hon|nhat|phai|can|het|xong|thieu|no|sot|du|kiem tra|xem lai
liet ke|danh sach|thong ke|bao cao|uy ban nhan dan|cong an|cong an tinh|cong an huyen|cong an xa|ban chi dao
so voi nam ngoai|ben nao|giua|o dau|dau|may|vu|an|nguoi|ho|tin|lan|dot|vui|xin|biet|hoi|xem|muon|tim|coi|giup|toi
minh|chao|alo|hello|ok|da thua|thua|can biet|cu the|chi tiet|ngay bay gio|gap|nhanh|lai|ngay
"""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases() -> list[tuple[str, ...]]:
    return [tuple(part.split()) for line in PHRASES.strip().splitlines() for part in line.split("|")]


COMMON = frozenset(word for phrase in phrases() for word in phrase)
"""The words of ``PHRASES``."""
POLITE = (
    "cho (?:toi|minh|em|anh|chi|sep|t|tui)? ?(?:hoi|biet|xem|coi)(?: la| ve| voi| thu(?! hoi))?",
    "(?:xin|vui long|lam on|nho|phien)(?: ban| bot)? ?(?:hoi|cho (?:toi )?(?:biet|hoi|xem)|kiem tra|giup|xem)?",
    "(?:toi|minh|em|anh|chi|sep|tui) (?:muon|can|dinh)(?: duoc)? (?:biet|hoi|xem|coi|tim hieu|nam)(?: la| ve)?",
    "(?:muon|can) (?:biet|hoi|xem|coi|tim hieu)(?: ve| la)?",
    "(?:kiem tra|xem|tra cuu|liet ke|thong ke|cho danh sach|danh sach|check)"
    "(?: giup| ho| dum| lai| thu)?(?: toi| minh| em| anh| chi)?(?= )",
    "(?:giup|ho|dum) (?:toi|minh|em|anh|chi|voi|cai)",
    "(?:bot|ban|em|ad|admin|anh|chi) oi",
    "(?:chao|hello|hi|alo|thua|da thua|kinh gui|bao cao) (?:bot|ban|em|anh|chi|dong chi|sep|cac dong chi)",
    "^(?:chao|hello|hi|alo|e|ne|da|vang|ok|a|u|uh|uhm)(?= )",
    "(?:cam on|cam on nhe|thanks|thank you|tks|cam on ban|xin cam on|cam on nhieu)",
    "(?:hien nay|hien tai|bay gio|hien|tinh )?(?:den nay|den gio|den bay gio|den thoi diem nay|den hom nay)",
    "hien nay|hien tai|bay gio|luc nay|hom nay|ngay bay gio|thoi diem nay|cu the(?: la)?|chi tiet|nhanh gium",
    "dang gap|gap",
    "(?:dong chi|cac dong chi|sep|bot)(?: oi)?",
    "^(?:va|roi|u|uh)(?= )",
)
"""Patterns over folded words for polite phrases, which are removed from a question."""
ENDINGS = word_set(
    """
    a ah nhe nha nhi ha vay day voi di the do em anh chi ban ta luon ne hen nghe he hey ak ko oi dc
    """
)
"""Words at the end of a question that do not change its meaning."""

CUES = (
    "tinh hinh an ninh(?: trat tu)?|tinh hinh trat tu(?: tri an)?",
    "tom tat|tong quan|tinh hinh(?! su)|(?<!tin )bao nhieu|bc|bao gio|bao lau|so voi|so sanh|tong so|tong cong",
    "tong hop",
    "so luong|so lieu|con so|ket qua|chi tieu|muc tieu|ty le|phan tram|ke hoach|quy dinh|nhu the nao|the nao",
    "ra sao|thi sao|noi gi|noi dung|yeu cau|tien do|tinh trang|don vi|dia phuong|hoan thanh|xep hang|xep thu tu",
    "xep loai|xu huong|bien dong|chenh lech|khac nhau|ben nao|o dau|toan tinh|ca tinh|dang chu y",
    "(?:nhieu|it|cao|thap|lon|nho|tot|kem|te|yeu|manh|phuc tap) nhat|dung (?:dau|cuoi|thu)|dan dau|hang dau",
    "dat (?:duoc )?(?:chua|khong|may)|van de",
)
"""Patterns of phrases that show the intent of a question, never its subject."""
CUE_WORDS = word_set(
    """
    nop gui chua nao gi la cac nhung nhieu it cao thap hon nhat top dat khong co may ai tang giam so sanh voi hay
    hoac con thi sao roi the nay ngay han khi gio luc len xuong kem tot lon nho vuot cua o tren cho theo tung moi
    muc de ra den hoi xem biet lai mot hai ba bon tong cong ca toan quy ky nam thang dau cuoi truoc sau u t l w va
    ve duoc neu xong dung phai ghi hut kha manh yeu
    """
)
"""Common words of questions that cannot name a subject."""
FILLER = word_set(
    """
    thi sao the nao vay con la gi ra cua cho tai o trong va voi hay hoac co khong chua roi duoc bao nhieu may nhung
    cac moi tung theo ai nay do ma de den tu len xuong tang giam hon nhat so sanh ty le phan tram tong cong chi tieu
    muc dat ket qua tinh hinh lieu luong nop gui cao ke hoach han ngay gio khi luc it thap lon nho hoi xem biet nhu
    huong xu bien dong chenh lech khac nhau lai ve cung ky nam thang quy dau cuoi truoc sau toan ca huyen xa phuong
    don vi noi dia top xep hang thu dung dan tot kem nguoi vu tin ho an viec hien dang da se bi boi phai can toi
    thieu yeu cau dinh ghi vuot hoan thanh W L T U k a e i u tom tat quan tre muon cham het xong du no kip xay
    duoi gium n
    """
)
"""Words of many questions that have no meaning of their own, or only show the intent."""
