"""Bengali as a typist of the Bijoy keyboard has it: the converse of what the portal does, from tables of its own."""

import re
from itertools import product

from bangla.text import nfc


def _pairs(text):
    words = text.split()
    return dict(zip(map(nfc, words[::2]), words[1::2], strict=True))


LETTERS = _pairs(
    "অ A আ Av ই B ঈ C উ D ঊ E ঋ F এ G ঐ H ও I ঔ J ক K খ L গ M ঘ N ঙ O চ P ছ Q জ R ঝ S ঞ T ট U ঠ V ড W ঢ X ণ Y "
    "ত Z থ _ দ ` ধ a ন b প c ফ d ব e ভ f ম g য h র i ল j শ k ষ l স m হ n ড় o ঢ় p য় q ৎ r"
)
CONJUNCTS = _pairs(
    """
    ক্ক ° ক্ট ± ক্ট্র ±ª ক্ত ³ ক্ত্র ³« ক্ন Kœ ক্ব K¡ ক্ম ´ ক্য K¨ ক্র µ ক্ল K¬ ক্ষ ¶ ক্ষ্ণ ¶è ক্ষ্ব ¶¡
    ক্ষ্ম ² ক্ষ্য ¶¨ ক্স · ক্স্ট K&÷ খ্য L¨ খ্র Lª গ্গ ¹ গ্দ º গ্ধ » গ্ধ্য »¨ গ্ধ্র »ª গ্ন Mœ গ্ন্য Mœ¨
    গ্ব M¦ গ্ম M¥ গ্য M¨ গ্র MÖ গ্র্য MÖ¨ গ্ল Mø গ্ল্য Mø¨ ঘ্ন Nœ ঘ্য N¨ ঘ্র Nª ঙ্ক ¼ ঙ্ক্য ¼¨ ঙ্ক্র ¼ª
    ঙ্ক্ষ •¶ ঙ্খ •L ঙ্খ্য •L¨ ঙ্গ ½ ঙ্গ্য ½¨ ঙ্ঘ •N ঙ্ঘ্য •N¨ ঙ্ঘ্র •Nª ঙ্ম •g চ্চ ”P চ্চ্য ”P¨ চ্ছ ”Q
    চ্ছ্ব ”Q¡ চ্ছ্র ”Qª চ্ঞ ”T চ্য P¨ চ্র Pª ছ্য Q¨ ছ্র Qª জ্জ ¾ জ্জ্ব ¾¡ জ্ঝ À জ্ঞ Á জ্ঞ্য Á¨ জ্ব R¡
    জ্য R¨ জ্র Rª ঞ্চ Â ঞ্ছ Ã ঞ্জ Ä ঞ্জ্য Ä¨ ঞ্ঝ Å ঝ্য S¨ ঝ্র Sª ট্ট Æ ট্ব U¡ ট্ম U¥ ট্য U¨ ট্র Uª ঠ্য V¨
    ঠ্র Vª ড্ড Ç ড্ব W¡ ড্য W¨ ড্র Wª ঢ্য X¨ ঢ্র Xª ড়্য o¨ ঢ়্য p¨ ড়্গ o&M ণ্ট È ণ্ট্র Èª ণ্ঠ É
    ণ্ঠ্য É¨ ণ্ড Ê ণ্ড্য Ê¨ ণ্ড্র Êª ণ্ঢ Y&X ণ্ণ Yè ণ্ন Yœ ণ্ব Y^ ণ্ম Y¥ ণ্য Y¨ ত্ক Z&K ত্ত Ë ত্ত্ব Ë¡
    ত্ত্য Ë¨ ত্ত্র Ë« ত্থ Ì ত্ন Zœ ত্প Z&c ত্ব Z¡ ত্ম Z¥ ত্ম্য Z¥¨ ত্য Z¨ ত্র Î ত্র্য Î¨ ত্ল Z¬ ত্স Z&m
    থ্ব _¡ থ্য _¨ থ্র _ª দ্গ ˜M দ্ঘ ˜N দ্দ Ï দ্দ্ব Ï¡ দ্ধ × দ্ধ্ব ×¡ দ্ধ্য ×¨ দ্ব Ø দ্ব্য Ø¨ দ্ভ ™¢
    দ্ভ্র ™£ দ্ম Ù দ্য `¨ দ্র `ª দ্র্য `ª¨ ধ্ন aœ ধ্ব aŸ ধ্ম a¥ ধ্য a¨ ধ্র aª ন্জ b&R ন্ট ›U ন্ট্য ›U¨
    ন্ট্র ›Uª ন্ঠ Ú ন্ড Û ন্ড্য Û¨ ন্ড্র Ûª ন্ত šÍ ন্ত্ব šÍ¡ ন্ত্য šÍ¨ ন্ত্র š¿ ন্ত্র্য š¿¨ ন্থ š’
    ন্থ্র š’ª ন্দ ›` ন্দ্ব ›Ø ন্দ্য ›`¨ ন্দ্র ›`ª ন্ধ Ü ন্ধ্য Ü¨ ন্ধ্র Üª ন্ন bœ ন্ন্য bœ¨ ন্ব š^ ন্ম b¥
    ন্ম্য b¥¨ ন্য b¨ ন্র bª ন্স Ý ন্স্য Ý¨ প্ট Þ প্ট্র Þª প্ত ß প্ত্য ß¨ প্ত্র ß« প্ন cœ প্প à প্য c¨
    প্র cÖ প্র্য cÖ¨ প্ল cø প্ল্য cø¨ প্স á প্স্য á¨ ফ্ট d&U ফ্য d¨ ফ্র d« ফ্ল d¬ ফ্ল্য d¬¨ ব্জ â ব্দ ã
    ব্দ্য ã¨ ব্ধ ä ব্ধ্য ä¨ ব্ব eŸ ব্য e¨ ব্র eª ব্ল eø ব্ল্য eø¨ ভ্য f¨ ভ্র å ভ্র্য å¨ ভ্ল f¬ ম্ত g&Z
    ম্ন gœ ম্প ¤ú ম্প্য ¤ú¨ ম্প্র ¤úª ম্প্ল ¤úø ম্ফ ç ম্ব ¤^ ম্ব্য ¤^¨ ম্ব্র ¤^ª ম্ভ ¤¢ ম্ভ্য ¤¢¨
    ম্ভ্র ¤£ ম্ম ¤§ ম্ম্য ¤§¨ ম্য g¨ ম্র gª ম্ল ¤ø য্য h¨ য়্য q¨ ল্ক é ল্ক্য é¨ ল্গ ê ল্ট ë ল্ট্র ëª
    ল্ড ì ল্ড্য ì¨ ল্ধ j&a ল্প í ল্প্য í¨ ল্ফ î ল্ফ্য î¨ ল্ব j¦ ল্ভ j&f ল্ম j¥ ল্য j¨ ল্ল jø ল্ল্য jø¨
    শ্চ ð শ্চ্য ð¨ শ্ছ ñ শ্ত k&Z শ্ন kœ শ্ব k¦ শ্ব্য k¦¨ শ্ম k¥ শ্য k¨ শ্র kÖ শ্র্য kÖ¨ শ্ল kø ষ্ক ®‹
    ষ্ক্র ®Œ ষ্ট ó ষ্ট্য ó¨ ষ্ট্র ó« ষ্ট্র্য ó«¨ ষ্ঠ ô ষ্ঠ্য ô¨ ষ্ণ ò ষ্ণ্য ò¨ ষ্প ®ú ষ্প্র ®úª ষ্ফ õ
    ষ্ব ®^ ষ্ম ®§ ষ্ম্য ®§¨ ষ্য l¨ স্ক ¯‹ স্ক্য ¯‹¨ স্ক্র ¯Œ স্ক্র্য ¯Œ¨ স্খ ö স্ট ÷ স্ট্য ÷¨ স্ট্র ÷«
    স্ট্র্য ÷«¨ স্ত ¯Í স্ত্ব ¯Í¡ স্ত্য ¯Í¨ স্ত্র ¯¿ স্থ ¯’ স্থ্য ¯’¨ স্ন mœ স্ন্য mœ¨ স্প ¯ú স্প্য ¯ú¨
    স্প্র ¯úª স্প্ল ¯úø স্ফ ù স্ব ¯^ স্ব্য ¯^¨ স্ম ¯§ স্ম্য ¯§¨ স্য m¨ স্র mª স্ল ¯ø স্ল্য ¯ø¨ হ্ণ nè
    হ্ন ý হ্ব nŸ হ্ম þ হ্ম্য þ¨ হ্য n¨ হ্র nª হ্ল n¬ হ্ল্য n¬¨ ক্ষ্ম্য ²¨ ক্ষ্ণ্য ¶è¨ ক্ত্য ³¨ ক্ট্য ±¨
    ক্র্য µ¨ ক্ল্য K¬¨ ক্স্য ·¨ অ্য A¨ এ্য G¨ ট্র্য Uª¨ ড্র্য Wª¨ ব্র্য eª¨ ফ্র্য d«¨ জ্র্য Rª¨ স্র্য mª¨
    ম্র্য gª¨ ধ্র্য aª¨ থ্র্য _ª¨ ঘ্র্য Nª¨ খ্র্য Lª¨ হ্র্য nª¨ চ্ছ্য ”Q¨ জ্জ্য ¾¨ ট্ট্য Æ¨ দ্দ্য Ï¨
    দ্ভ্য ™¢¨ ন্থ্য š’¨ ব্ব্য eŸ¨ ল্ব্য j¦¨ ল্গ্য ê¨ ল্ট্য ë¨ শ্ন্য kœ¨ শ্ম্য k¥¨ ষ্ক্য ®‹¨ স্ত্র্য ¯¿¨
    ন্ট্র্য ›Uª¨ ন্ড্র্য Ûª¨ ন্দ্র্য ›`ª¨ ম্প্র্য ¤úª¨ প্ট্য Þ¨ হ্ন্য ý¨ দ্ব্র Øª
    """
)
"""The conjuncts in use in Bengali, each with the glyphs that the keyboard makes of it."""

CLUSTERS = {letter: typed for letter, typed in LETTERS.items() if letter not in "অআইঈউঊঋএঐওঔৎ"} | CONJUNCTS
BEFORE = {"ি": "w", "ে": "‡", "ৈ": "‰", "ো": "‡", "ৌ": "‡"}
BEHIND = {"া": "v", "ী": "x", "ু": "y", "ূ": "~", "ৃ": "…", "ো": "v", "ৌ": "Š"}
VOWELS = ("", "া", "ি", "ী", "ু", "ূ", "ৃ", "ে", "ৈ", "ো", "ৌ")
WITH_VOWEL = {"গু": "¸", "শু": "ï", "হু": "û", "হৃ": "ü", "ন্তু": "š‘", "স্তু": "¯‘"}
SIGNS = {"ং": "s", "ঃ": "t", "ঁ": "u"}
MARKS = {"।": "|", "॥": "\\", "৳": "$", "“": "Ò", "”": "Ó", "‘": "Ô", "’": "Õ", "—": "Ñ"}
MARKS |= dict(zip("০১২৩৪৫৬৭৮৯", "0123456789", strict=True))

_CLUSTER = "|".join(sorted(CLUSTERS, key=len, reverse=True))
_SYLLABLE = re.compile(
    rf"(?P<reph>র্(?=(?:{_CLUSTER})))?(?P<cluster>র\u200d্য|{_CLUSTER})"
    rf"(?P<vowel>[{''.join(v for v in VOWELS)}]?)(?P<signs>[ঁংঃ]*)|(?P<hasanta>্\u200c?)|(?P<other>.)",
    re.DOTALL,
)


def syllable(cluster, vowel="", *, reph=False, signs=""):
    """The glyphs of a syllable, in the order of the keyboard."""
    whole = WITH_VOWEL.get(cluster + vowel)
    base = "i¨" if cluster == "র\u200d্য" else CLUSTERS[cluster]
    typed = whole or BEFORE.get(vowel, "") + base + "©" * reph + BEHIND.get(vowel, "")
    return typed + "©" * bool(whole and reph) + "".join(map(SIGNS.__getitem__, signs))


def typed(text):
    """`text` in Unicode as it stands in a Bijoy document. ে and ৈ take the form that begins a word where they do."""
    glyphs = "".join(map(_typed, _SYLLABLE.finditer(nfc(text))))
    return re.sub(r"(?<![^\s(ÒÔ])[‡‰]", lambda first: {"‡": "†", "‰": "ˆ"}[first[0]], glyphs)


def _typed(found):
    if found["cluster"]:
        return syllable(found["cluster"], found["vowel"], reph=bool(found["reph"]), signs=found["signs"])
    if found["hasanta"]:
        return "&"
    return LETTERS.get(found["other"]) or SIGNS.get(found["other"]) or MARKS.get(found["other"], found["other"])


def every_syllable():
    """Unicode and Bijoy of every conjunct and consonant with every vowel sign, with reph and without, with ঁ, ং or ঃ."""
    for cluster, vowel, reph, signs in product(CLUSTERS, VOWELS, (False, True), ("", "ঁ", "ং", "ঃ")):
        yield nfc("র্" * reph + cluster + vowel + signs), syllable(cluster, vowel, reph=reph, signs=signs)
