//! What people and bodies did for a book, a row a language; nouns of the work where those of the worker have a gender.

/// MARC relator codes (<https://id.loc.gov/vocabulary/relators>).
#[rustfmt::skip]
pub(super) const KEYS: [&str; 20] = [
    "edt", "trl", "fnd", "spn", "ill", "pht", "ctb", "com", "aui", "aft", "cmm", "res", "ivr", "rev", "csl", "ctg",
    "dsr", "cov", "pfr", "pdr",
];

type Row = [&'static str; KEYS.len()];

pub(super) fn row(tag: &str) -> &'static Row {
    ROWS.iter().find(|(have, _)| *have == tag).map_or(&ROWS[0].1, |(_, row)| row)
}

#[rustfmt::skip]
pub(super) static ROWS: [(&str, Row); 19] = [
    ("en", ["Editor", "Translator", "Funder", "Sponsor", "Illustrator", "Photographer", "Contributor", "Compiler",
        "Foreword", "Afterword", "Commentary", "Research", "Interviews", "Reviewer", "Consultant", "Maps", "Design",
        "Cover design", "Proofreading", "Project direction"]),
    ("fr", ["Direction d’ouvrage", "Traduction", "Financement", "Parrainage", "Illustrations", "Photographies",
        "Contribution", "Compilation", "Avant-propos", "Postface", "Commentaires", "Recherche", "Entretiens",
        "Relecture scientifique", "Conseil", "Cartes", "Maquette", "Couverture", "Correction", "Direction de projet"]),
    ("de", ["Herausgabe", "Übersetzung", "Förderung", "Trägerschaft", "Illustration", "Fotografie", "Mitarbeit",
        "Zusammenstellung", "Vorwort", "Nachwort", "Kommentar", "Recherche", "Interviews", "Begutachtung",
        "Beratung", "Karten", "Gestaltung", "Umschlaggestaltung", "Korrektorat", "Projektleitung"]),
    ("es", ["Edición", "Traducción", "Financiación", "Patrocinio", "Ilustraciones", "Fotografías", "Colaboración",
        "Recopilación", "Prólogo", "Epílogo", "Comentarios", "Investigación", "Entrevistas", "Revisión",
        "Asesoramiento", "Mapas", "Diseño", "Diseño de cubierta", "Corrección de pruebas", "Dirección del proyecto"]),
    ("it", ["Cura", "Traduzione", "Finanziamento", "Patrocinio", "Illustrazioni", "Fotografie", "Contributo",
        "Compilazione", "Prefazione", "Postfazione", "Commento", "Ricerca", "Interviste", "Revisione scientifica",
        "Consulenza", "Mappe", "Grafica", "Copertina", "Correzione di bozze", "Direzione del progetto"]),
    ("pt", ["Edição", "Tradução", "Financiamento", "Patrocínio", "Ilustrações", "Fotografias", "Colaboração",
        "Compilação", "Prefácio", "Posfácio", "Comentários", "Investigação", "Entrevistas", "Revisão científica",
        "Consultoria", "Mapas", "Design", "Design da capa", "Revisão de provas", "Direção do projeto"]),
    ("nl", ["Redactie", "Vertaling", "Financiering", "Sponsoring", "Illustraties", "Foto’s", "Bijdrage",
        "Samenstelling", "Voorwoord", "Nawoord", "Commentaar", "Onderzoek", "Interviews", "Beoordeling", "Advies",
        "Kaarten", "Vormgeving", "Omslagontwerp", "Correctie", "Projectleiding"]),
    ("sq", ["Redaktimi", "Përkthimi", "Financimi", "Sponsorizimi", "Ilustrimet", "Fotografitë", "Kontributi",
        "Përpilimi", "Parathënia", "Pasthënia", "Komentet", "Kërkimi", "Intervistat", "Recensimi", "Këshillimi",
        "Hartat", "Dizajni", "Kopertina", "Korrektura", "Drejtimi i projektit"]),
    ("bs", ["Uredništvo", "Prijevod", "Finansiranje", "Pokroviteljstvo", "Ilustracije", "Fotografije", "Saradnja",
        "Priređivanje", "Predgovor", "Pogovor", "Komentari", "Istraživanje", "Intervjui", "Recenzija",
        "Savjetovanje", "Karte", "Dizajn", "Korice", "Korektura", "Vođenje projekta"]),
    ("hr", ["Uredništvo", "Prijevod", "Financiranje", "Pokroviteljstvo", "Ilustracije", "Fotografije", "Suradnja",
        "Priređivanje", "Predgovor", "Pogovor", "Komentari", "Istraživanje", "Razgovori", "Recenzija",
        "Savjetovanje", "Karte", "Dizajn", "Naslovnica", "Korektura", "Vođenje projekta"]),
    ("sr", ["Уредништво", "Превод", "Финансирање", "Покровитељство", "Илустрације", "Фотографије", "Сарадња",
        "Приређивање", "Предговор", "Поговор", "Коментари", "Истраживање", "Интервјуи", "Рецензија", "Саветовање",
        "Карте", "Дизајн", "Корице", "Коректура", "Вођење пројекта"]),
    ("sr-latn", ["Uredništvo", "Prevod", "Finansiranje", "Pokroviteljstvo", "Ilustracije", "Fotografije", "Saradnja",
        "Priređivanje", "Predgovor", "Pogovor", "Komentari", "Istraživanje", "Intervjui", "Recenzija", "Savetovanje",
        "Karte", "Dizajn", "Korice", "Korektura", "Vođenje projekta"]),
    ("mk", ["Уредништво", "Превод", "Финансирање", "Покровителство", "Илустрации", "Фотографии", "Соработка",
        "Приредување", "Предговор", "Поговор", "Коментари", "Истражување", "Интервјуа", "Рецензија", "Советување",
        "Карти", "Дизајн", "Корица", "Коректура", "Раководење со проектот"]),
    ("ro", ["Coordonare", "Traducere", "Finanțare", "Sponsorizare", "Ilustrații", "Fotografii", "Contribuție",
        "Compilare", "Prefață", "Postfață", "Comentarii", "Cercetare", "Interviuri", "Recenzie", "Consultanță",
        "Hărți", "Grafică", "Copertă", "Corectură", "Conducerea proiectului"]),
    ("ar", ["تحرير", "ترجمة", "تمويل", "رعاية", "رسوم", "صور", "مساهمة", "جمع", "تقديم", "خاتمة", "تعليق", "بحث",
        "مقابلات", "مراجعة علمية", "استشارة", "خرائط", "تصميم", "تصميم الغلاف", "تصحيح الطباعة", "إدارة المشروع"]),
    ("he", ["עריכה", "תרגום", "מימון", "חסות", "איורים", "צילומים", "השתתפות", "ליקוט", "הקדמה", "אחרית דבר",
        "הערות", "מחקר", "ראיונות", "ביקורת עמיתים", "ייעוץ", "מפות", "עיצוב", "עיצוב הכריכה", "הגהה",
        "ניהול הפרויקט"]),
    ("ru", ["Редакция", "Перевод", "Финансирование", "Спонсорская поддержка", "Иллюстрации", "Фотографии",
        "При участии", "Составление", "Предисловие", "Послесловие", "Комментарии", "Исследование", "Интервью",
        "Рецензирование", "Консультации", "Карты", "Дизайн", "Обложка", "Корректура", "Руководство проектом"]),
    ("zh", ["编辑", "翻译", "资助", "赞助", "插图", "摄影", "供稿", "汇编", "序言", "后记", "评注", "研究", "采访", "审稿", "顾问", "地图", "设计",
        "封面设计", "校对", "项目主持"]),
    ("ja", ["編集", "翻訳", "助成", "後援", "挿絵", "写真", "寄稿", "編纂", "序文", "あとがき", "注釈", "調査", "聞き手", "査読", "助言", "地図",
        "デザイン", "装丁", "校正", "プロジェクト統括"]),
];
