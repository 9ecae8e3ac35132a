"""The texts of a small survey in several languages, long and short, from the left and the right.

They are a survey's, not the program's, and are only looked at.
"""

from __future__ import annotations

from survey.forms.model import Texts

SPOKEN = ("sv", "en", "fi", "ar", "ti", "uk")

ATTRACT: Texts = {
    "sv": "Hur var det här i dag?",
    "en": "How was it here today?",
    "fi": "Millaista täällä oli tänään?",
    "ar": "كيف كانت زيارتك اليوم؟",
    "ti": "ሎሚ ኣብዚ ከመይ ነይሩ፧",
    "uk": "Як вам було тут сьогодні?",
}

TITLE: Texts = {
    "sv": "Så fungerar biblioteket",
    "en": "How the library works",
    "fi": "Näin kirjasto toimii",
    "ar": "كيف تعمل المكتبة",
    "ti": "ቤተ-መጻሕፍቲ ከመይ ይሰርሕ",
    "uk": "Як працює бібліотека",
}

CONSENT: Texts = {
    "sv": "Vi frågar för att veta vad som är viktigt och hur det fungerar. Dina svar sparas utan "
    "namn och läses bara tillsammans med andras. Frågorna om dig är frivilliga.",
    "en": "We ask in order to know what matters and how it works. Your answers are kept without "
    "your name and are only read together with others'. The questions about you are voluntary.",
    "fi": "Kysymme, jotta tiedämme, mikä on tärkeää ja miten asiat toimivat. Vastauksesi "
    "tallennetaan ilman nimeä, ja ne luetaan vain yhdessä muiden vastausten kanssa.",
    "ar": "نسأل لنعرف ما هو مهم وكيف تسير الأمور. تُحفظ إجاباتك بدون اسم ولا تُقرأ إلا مع إجابات "
    "الآخرين. الأسئلة المتعلقة بك اختيارية.",
    "ti": "ኣገዳሲ እንታይ ምዃኑን ከመይ ከም ዝሰርሕን ንምፍላጥ ንሓትት። መልስኻ ብዘይ ስም ይዕቀብ፡ "
    "ምስ መልሲ ካልኦት ጥራይ ድማ ይንበብ።",
    "uk": "Ми питаємо, щоб знати, що важливо і як усе працює. Ваші відповіді зберігаються без "
    "імені й читаються лише разом з іншими. Запитання про вас добровільні.",
}

QUESTION: Texts = {
    "sv": "Hur blir du bemött av personalen i dag?",
    "en": "How are you treated by the staff today?",
    "fi": "Miten henkilökunta kohtelee sinua tänään?",
    "ar": "كيف عاملك الموظفون اليوم؟",
    "ti": "ሎሚ ሰራሕተኛታት ከመይ ተቐቢሎምኻ፧",
    "uk": "Як до вас сьогодні ставляться працівники?",
}

HELP: Texts = {
    "sv": "Tryck på ett ansikte.",
    "en": "Tap a face.",
    "fi": "Paina kasvoja.",
    "ar": "المس أحد الوجوه.",
    "ti": "ሓደ ገጽ ጠውቕ።",
    "uk": "Торкніться обличчя.",
}

STEPS: tuple[Texts, ...] = (
    {"sv": "Mycket dåligt", "en": "Very badly", "fi": "Erittäin huonosti", "ar": "سيئ جدًا",
     "ti": "ኣዝዩ ሕማቕ", "uk": "Дуже погано"},
    {"sv": "Dåligt", "en": "Badly", "fi": "Huonosti", "ar": "سيئ", "ti": "ሕማቕ", "uk": "Погано"},
    {"sv": "Varken eller", "en": "Neither", "fi": "Ei kumpaakaan", "ar": "متوسط",
     "ti": "ማእከላይ", "uk": "Ні так, ні так"},
    {"sv": "Bra", "en": "Well", "fi": "Hyvin", "ar": "جيد", "ti": "ጽቡቕ", "uk": "Добре"},
    {"sv": "Mycket bra", "en": "Very well", "fi": "Erittäin hyvin", "ar": "جيد جدًا",
     "ti": "ኣዝዩ ጽቡቕ", "uk": "Дуже добре"},
)

WHERE: Texts = {
    "sv": "Var bor du?",
    "en": "Where do you live?",
    "fi": "Missä asut?",
    "ar": "أين تسكن؟",
    "ti": "ኣበይ ትነብር፧",
    "uk": "Де ви живете?",
}

AREAS: tuple[Texts, ...] = (
    {"sv": "Norra", "en": "North", "fi": "Pohjoinen", "ar": "الشمال", "ti": "ሰሜን",
     "uk": "Північ"},
    {"sv": "Centrum", "en": "Centre", "fi": "Keskusta", "ar": "الوسط", "ti": "ማእከል",
     "uk": "Центр"},
    {"sv": "Södra", "en": "South", "fi": "Etelä", "ar": "الجنوب", "ti": "ደቡብ", "uk": "Південь"},
)

VOUCHER: Texts = {
    "sv": "En kopp kaffe i bibliotekets kafé.",
    "en": "A cup of coffee in the library's café.",
    "fi": "Kuppi kahvia kirjaston kahvilassa.",
    "ar": "فنجان قهوة في مقهى المكتبة.",
    "ti": "ኣብ ካፈ ቤተ-መጻሕፍቲ ሓንቲ ጣሳ ቡን።",
    "uk": "Чашка кави в кафе бібліотеки.",
}
