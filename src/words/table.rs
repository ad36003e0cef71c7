//! The vocabulary, a row a language.

#[rustfmt::skip]
pub(super) const KEYS: [&str; 39] = [
    "contents", "list-of-figures", "list-of-tables", "figure", "table", "part", "chapter", "section", "page",
    "note", "tip", "important", "warning", "caution", "notes", "cover", "title-page", "imprint", "return-to-text",
    "continued", "edited-by", "translated-by", "illustrated-by", "funded-by", "with", "title", "contributors",
    "publisher", "edition", "date", "language", "original-language", "number-of-pages", "front-matter", "series",
    "subjects", "rights", "licence", "identifier",
];

type Row = [&'static str; KEYS.len()];

#[rustfmt::skip]
pub(super) const ENGLISH: Row = [
    "Contents", "List of figures", "List of tables", "Figure", "Table", "Part", "Chapter", "Section", "page",
    "Note", "Tip", "Important", "Warning", "Caution", "Notes", "Cover", "Title page", "Imprint", "Return to text",
    "continued", "edited by", "translated by", "illustrated by", "funded by", "with", "Title", "Contributors",
    "Publisher", "Edition", "Date of publication", "Language", "Original language", "Number of pages",
    "Front matter", "Series", "Subjects", "Rights", "Licence", "Identifier",
];

pub(super) fn row(tag: &str) -> Option<&'static Row> {
    ROWS.iter().find(|(have, _)| *have == tag).map(|(_, row)| row)
}

#[rustfmt::skip]
pub(super) static ROWS: [(&str, Row); 19] = [
    ("en", ENGLISH),
    ("fr", [
        "Table des matières", "Liste des figures", "Liste des tableaux", "Figure", "Tableau", "Partie", "Chapitre",
        "Section", "page", "Remarque", "Conseil", "Important", "Avertissement", "Attention", "Notes", "Couverture",
        "Page de titre", "Mentions légales", "Retour au texte", "suite", "sous la direction de", "traduit par",
        "illustré par", "financé par", "avec", "Titre", "Contributeurs", "Éditeur", "Édition",
        "Date de publication", "Langue", "Langue originale", "Nombre de pages", "Pages liminaires", "Collection",
        "Sujets", "Droits", "Licence", "Identifiant",
    ]),
    ("de", [
        "Inhalt", "Abbildungsverzeichnis", "Tabellenverzeichnis", "Abbildung", "Tabelle", "Teil", "Kapitel",
        "Abschnitt", "Seite", "Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht", "Anmerkungen", "Umschlag",
        "Titelseite", "Impressum", "Zurück zum Text", "Fortsetzung", "herausgegeben von", "übersetzt von",
        "illustriert von", "gefördert von", "mit", "Titel", "Mitwirkende", "Verlag", "Auflage",
        "Erscheinungsdatum", "Sprache", "Originalsprache", "Seitenzahl", "Titelei", "Reihe", "Schlagwörter",
        "Rechte", "Lizenz", "Kennung",
    ]),
    ("es", [
        "Índice", "Índice de figuras", "Índice de tablas", "Figura", "Tabla", "Parte", "Capítulo", "Sección",
        "página", "Nota", "Consejo", "Importante", "Advertencia", "Precaución", "Notas", "Cubierta", "Portada",
        "Página de créditos", "Volver al texto", "continuación", "edición de", "traducción de", "ilustraciones de",
        "financiado por", "con", "Título", "Colaboradores", "Editorial", "Edición", "Fecha de publicación",
        "Idioma", "Idioma original", "Número de páginas", "Páginas preliminares", "Colección", "Materias",
        "Derechos", "Licencia", "Identificador",
    ]),
    ("it", [
        "Indice", "Elenco delle figure", "Elenco delle tabelle", "Figura", "Tabella", "Parte", "Capitolo",
        "Sezione", "pagina", "Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione", "Note", "Copertina",
        "Frontespizio", "Colophon", "Torna al testo", "continua", "a cura di", "traduzione di",
        "illustrazioni di", "finanziato da", "con", "Titolo", "Collaboratori", "Editore", "Edizione",
        "Data di pubblicazione", "Lingua", "Lingua originale", "Numero di pagine", "Pagine preliminari", "Collana",
        "Soggetti", "Diritti", "Licenza", "Identificatore",
    ]),
    ("pt", [
        "Índice", "Lista de figuras", "Lista de tabelas", "Figura", "Tabela", "Parte", "Capítulo", "Secção",
        "página", "Nota", "Dica", "Importante", "Aviso", "Cuidado", "Notas", "Capa", "Folha de rosto",
        "Ficha técnica", "Voltar ao texto", "continuação", "edição de", "tradução de", "ilustrações de",
        "financiado por", "com", "Título", "Colaboradores", "Editora", "Edição", "Data de publicação", "Língua",
        "Língua original", "Número de páginas", "Páginas preliminares", "Coleção", "Assuntos", "Direitos",
        "Licença", "Identificador",
    ]),
    ("nl", [
        "Inhoud", "Lijst van figuren", "Lijst van tabellen", "Figuur", "Tabel", "Deel", "Hoofdstuk", "Paragraaf",
        "pagina", "Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op", "Noten", "Omslag", "Titelpagina",
        "Colofon", "Terug naar de tekst", "vervolg", "onder redactie van", "vertaald door", "geïllustreerd door",
        "gefinancierd door", "met", "Titel", "Medewerkers", "Uitgever", "Druk", "Datum van uitgave", "Taal",
        "Oorspronkelijke taal", "Aantal pagina’s", "Voorwerk", "Reeks", "Onderwerpen", "Rechten", "Licentie",
        "Identificatie",
    ]),
    ("sq", [
        "Përmbajtja", "Lista e figurave", "Lista e tabelave", "Figura", "Tabela", "Pjesa", "Kapitulli", "Seksioni",
        "faqe", "Shënim", "Këshillë", "E rëndësishme", "Paralajmërim", "Kujdes", "Shënime", "Kopertina",
        "Faqja e titullit", "Të dhënat e botimit", "Kthehu te teksti", "vazhdim", "redaktuar nga", "përkthyer nga",
        "ilustruar nga", "financuar nga", "me", "Titulli", "Kontribuesit", "Botuesi", "Botimi",
        "Data e botimit", "Gjuha", "Gjuha origjinale", "Numri i faqeve", "Faqet hyrëse", "Seria", "Temat",
        "Të drejtat", "Licenca", "Identifikuesi",
    ]),
    ("bs", [
        "Sadržaj", "Popis slika", "Popis tabela", "Slika", "Tabela", "Dio", "Poglavlje", "Odjeljak", "stranica",
        "Napomena", "Savjet", "Važno", "Upozorenje", "Oprez", "Bilješke", "Korice", "Naslovna stranica",
        "Impresum", "Nazad na tekst", "nastavak", "uredništvo:", "prijevod:", "ilustracije:", "finansijer:", "uz",
        "Naslov", "Saradnici", "Izdavač", "Izdanje", "Datum objavljivanja", "Jezik", "Izvorni jezik",
        "Broj stranica", "Uvodne stranice", "Serija", "Teme", "Prava", "Licenca", "Identifikator",
    ]),
    ("hr", [
        "Sadržaj", "Popis slika", "Popis tablica", "Slika", "Tablica", "Dio", "Poglavlje", "Odjeljak", "stranica",
        "Napomena", "Savjet", "Važno", "Upozorenje", "Oprez", "Bilješke", "Korice", "Naslovna stranica",
        "Impresum", "Natrag na tekst", "nastavak", "uredništvo:", "prijevod:", "ilustracije:", "financijer:", "uz",
        "Naslov", "Suradnici", "Nakladnik", "Izdanje", "Datum objave", "Jezik", "Izvorni jezik", "Broj stranica",
        "Uvodne stranice", "Niz", "Teme", "Prava", "Licencija", "Identifikator",
    ]),
    ("sr", [
        "Садржај", "Списак слика", "Списак табела", "Слика", "Табела", "Део", "Поглавље", "Одељак", "страна",
        "Напомена", "Савет", "Важно", "Упозорење", "Опрез", "Белешке", "Корице", "Насловна страна", "Импресум",
        "Назад на текст", "наставак", "уредништво:", "превод:", "илустрације:", "финансијер:", "уз", "Наслов",
        "Сарадници", "Издавач", "Издање", "Датум објављивања", "Језик", "Изворни језик", "Број страна",
        "Уводне стране", "Едиција", "Теме", "Права", "Лиценца", "Идентификатор",
    ]),
    ("sr-latn", [
        "Sadržaj", "Spisak slika", "Spisak tabela", "Slika", "Tabela", "Deo", "Poglavlje", "Odeljak", "strana",
        "Napomena", "Savet", "Važno", "Upozorenje", "Oprez", "Beleške", "Korice", "Naslovna strana", "Impresum",
        "Nazad na tekst", "nastavak", "uredništvo:", "prevod:", "ilustracije:", "finansijer:", "uz", "Naslov",
        "Saradnici", "Izdavač", "Izdanje", "Datum objavljivanja", "Jezik", "Izvorni jezik", "Broj strana",
        "Uvodne strane", "Edicija", "Teme", "Prava", "Licenca", "Identifikator",
    ]),
    ("mk", [
        "Содржина", "Список на слики", "Список на табели", "Слика", "Табела", "Дел", "Поглавје", "Оддел",
        "страница", "Забелешка", "Совет", "Важно", "Предупредување", "Внимание", "Белешки", "Корица",
        "Насловна страница", "Импресум", "Назад кон текстот", "продолжение", "уредништво:", "превод:",
        "илустрации:", "финансиер:", "со", "Наслов", "Соработници", "Издавач", "Издание", "Датум на објавување",
        "Јазик", "Изворен јазик", "Број на страници", "Воведни страници", "Едиција", "Теми", "Права", "Лиценца",
        "Идентификатор",
    ]),
    ("ro", [
        "Cuprins", "Lista figurilor", "Lista tabelelor", "Figura", "Tabelul", "Partea", "Capitolul", "Secțiunea",
        "pagina", "Notă", "Sfat", "Important", "Avertisment", "Atenție", "Note", "Copertă", "Pagină de titlu",
        "Casetă editorială", "Înapoi la text", "continuare", "ediție îngrijită de", "traducere de",
        "ilustrații de", "finanțat de", "cu", "Titlu", "Colaboratori", "Editură", "Ediție", "Data publicării",
        "Limba", "Limba originală", "Număr de pagini", "Pagini preliminare", "Colecție", "Subiecte", "Drepturi",
        "Licență", "Identificator",
    ]),
    ("ar", [
        "المحتويات", "قائمة الأشكال", "قائمة الجداول", "الشكل", "الجدول", "الجزء", "الفصل", "القسم", "صفحة",
        "ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه", "الحواشي", "الغلاف", "صفحة العنوان", "بيانات النشر",
        "العودة إلى النص", "تتمة", "تحرير", "ترجمة", "رسوم", "بتمويل من", "مع", "العنوان", "المساهمون", "الناشر",
        "الطبعة", "تاريخ النشر", "اللغة", "اللغة الأصلية", "عدد الصفحات", "الصفحات التمهيدية", "السلسلة",
        "الموضوعات", "الحقوق", "الترخيص", "المعرّف",
    ]),
    ("he", [
        "תוכן העניינים", "רשימת איורים", "רשימת טבלאות", "איור", "טבלה", "חלק", "פרק", "סעיף", "עמוד", "הערה",
        "עצה", "חשוב", "אזהרה", "זהירות", "הערות", "כריכה", "עמוד השער", "פרטי ההוצאה", "חזרה לטקסט", "המשך",
        "עריכה:", "תרגום:", "איורים:", "מימון:", "עם", "כותר", "תורמים", "הוצאה לאור", "מהדורה", "תאריך פרסום",
        "שפה", "שפת המקור", "מספר עמודים", "עמודי פתיחה", "סדרה", "נושאים", "זכויות", "רישיון", "מזהה",
    ]),
    ("ru", [
        "Содержание", "Список рисунков", "Список таблиц", "Рисунок", "Таблица", "Часть", "Глава", "Раздел",
        "страница", "Примечание", "Совет", "Важно", "Предупреждение", "Осторожно", "Примечания", "Обложка",
        "Титульный лист", "Выходные данные", "Вернуться к тексту", "продолжение", "редакция:", "перевод:",
        "иллюстрации:", "финансирование:", "с участием:", "Название", "Участники", "Издатель", "Издание",
        "Дата публикации", "Язык", "Язык оригинала", "Количество страниц", "Вводная часть", "Серия", "Темы",
        "Права", "Лицензия", "Идентификатор",
    ]),
    ("zh", [
        "目录", "插图目录", "表格目录", "图", "表", "部分", "章", "节", "页", "注意", "提示", "重要", "警告",
        "小心", "注释", "封面", "书名页", "版权页", "返回正文", "续", "编辑:", "翻译:", "插图:", "资助:", "参与:",
        "书名", "贡献者", "出版者", "版次", "出版日期", "语言", "原文语言", "页数", "前置部分", "丛书", "主题",
        "版权", "许可", "标识符",
    ]),
    ("ja", [
        "目次", "図目次", "表目次", "図", "表", "部", "章", "節", "ページ", "注記", "ヒント", "重要", "警告",
        "注意", "注", "表紙", "扉", "奥付", "本文に戻る", "続き", "編集:", "翻訳:", "挿絵:", "助成:", "協力:",
        "書名", "寄稿者", "発行者", "版", "発行日", "言語", "原語", "ページ数", "前付", "叢書", "件名", "権利",
        "ライセンス", "識別子",
    ]),
];
