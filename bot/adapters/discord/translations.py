"""The commands' names and descriptions in other languages; Discord picks the reader's.

What is not in the table stays English.
"""

from typing import Any

from bot.adapters.discord.library import app_commands, discord

LANGUAGES = ("de", "fr", "es-ES", "uk")
"""Discord's names of the languages, in the order of the table's columns."""

NAMES: dict[str, tuple[str, str, str, str]] = {
    "brief": ("kurzbericht", "bref", "resumen", "огляд"),
    "ask": ("frage", "question", "pregunta", "запитання"),
    "help": ("hilfe", "aide", "ayuda", "допомога"),
    "digest": ("überblick", "revue", "boletín", "дайджест"),
    "feeds": ("feeds", "flux", "fuentes", "стрічки"),
    "subscribe": ("abonnieren", "abonner", "suscribir", "підписати"),
    "list": ("liste", "liste", "lista", "список"),
    "preview": ("vorschau", "aperçu", "vista", "перегляд"),
    "pause": ("anhalten", "suspendre", "pausar", "призупинити"),
    "resume": ("fortsetzen", "reprendre", "reanudar", "продовжити"),
    "remove": ("entfernen", "retirer", "quitar", "вилучити"),
    "change": ("ändern", "modifier", "cambiar", "змінити"),
    "Brief this": ("Kurz berichten", "En bref", "Resumir esto", "Коротко про це"),
    "add": ("hinzufügen", "ajouter", "añadir", "додати"),
    "import": ("einlesen", "importer", "importar", "імпорт"),
    "export": ("ausgeben", "exporter", "exportar", "експорт"),
    "topic": ("thema", "sujet", "tema", "тема"),
    "private": ("privat", "privé", "privado", "приватно"),
    "question": ("frage", "question", "pregunta", "запитання"),
    "when": ("wann", "quand", "cuándo", "коли"),
    "zone": ("zeitzone", "fuseau", "zona", "часовий-пояс"),
    "address": ("adresse", "adresse", "dirección", "адреса"),
    "size": ("anzahl", "nombre", "cantidad", "кількість"),
    "file": ("datei", "fichier", "archivo", "файл"),
    "feed": ("feed", "flux", "fuente", "стрічка"),
}

DESCRIPTIONS: dict[str, tuple[str, str, str, str]] = {
    "A short brief on a topic, with quotes and sources": (
        "Ein kurzer Bericht zu einem Thema, mit Zitaten und Quellen",
        "Un bref sur un sujet, avec citations et sources",
        "Un breve resumen sobre un tema, con citas y fuentes",
        "Короткий огляд теми з цитатами й джерелами",
    ),
    "What it is about, or a link": (
        "Worum es geht, oder ein Link",
        "De quoi il s’agit, ou un lien",
        "De qué trata, o un enlace",
        "Про що йдеться, або посилання",
    ),
    "Change a digest's topic, times or size": (
        "Thema, Zeiten oder Umfang ändern",
        "Changer le sujet, les heures ou la taille",
        "Cambiar el tema, las horas o el tamaño",
        "Змінити тему, час або розмір",
    ),
    "What it is about": ("Worum es geht", "De quoi il s’agit", "De qué trata", "Про що йдеться"),
    "Only you see it": (
        "Nur du siehst es",
        "Vous seul le voyez",
        "Solo lo ves tú",
        "Бачите лише ви",
    ),
    "Ask about the news; the answer shows its evidence": (
        "Frag nach den Nachrichten; die Antwort zeigt ihre Belege",
        "Posez une question sur l’actualité ; la réponse montre ses preuves",
        "Pregunta por las noticias; la respuesta muestra sus pruebas",
        "Запитайте про новини; відповідь показує, звідки вона",
    ),
    "Your question": ("Deine Frage", "Votre question", "Tu pregunta", "Ваше запитання"),
    "What Quickread can do": (
        "Was Quickread kann",
        "Ce que fait Quickread",
        "Qué puede hacer Quickread",
        "Що вміє Quickread",
    ),
    "Digests in this channel": (
        "Überblicke in diesem Kanal",
        "Revues dans ce salon",
        "Boletines en este canal",
        "Дайджести в цьому каналі",
    ),
    "Post a digest here at a time you choose": (
        "Hier zu gewählter Zeit einen Überblick schreiben",
        "Publier ici une revue à l’heure de votre choix",
        "Publicar aquí un boletín a la hora que elijas",
        "Публікувати тут дайджест у вибраний час",
    ),
    "The digests of this channel": (
        "Die Überblicke dieses Kanals",
        "Les revues de ce salon",
        "Los boletines de este canal",
        "Дайджести цього каналу",
    ),
    "Show what a digest would bring now, only to you": (
        "Nur dir zeigen, was ein Überblick jetzt brächte",
        "Vous montrer seul ce que donnerait une revue maintenant",
        "Mostrarte solo a ti qué traería ahora un boletín",
        "Показати лише вам, що приніс би дайджест зараз",
    ),
    "Pause a digest": (
        "Einen Überblick anhalten",
        "Suspendre une revue",
        "Pausar un boletín",
        "Призупинити дайджест",
    ),
    "Resume a paused digest": (
        "Einen angehaltenen Überblick fortsetzen",
        "Reprendre une revue suspendue",
        "Reanudar un boletín pausado",
        "Продовжити призупинений дайджест",
    ),
    "Remove a digest": (
        "Einen Überblick entfernen",
        "Retirer une revue",
        "Quitar un boletín",
        "Вилучити дайджест",
    ),
    "The feeds of this server": (
        "Die Feeds dieses Servers",
        "Les flux de ce serveur",
        "Las fuentes de este servidor",
        "Стрічки цього сервера",
    ),
    "Add a feed, or a site that has one": (
        "Einen Feed hinzufügen, oder eine Seite, die einen hat",
        "Ajouter un flux, ou un site qui en a un",
        "Añadir una fuente, o un sitio que tenga una",
        "Додати стрічку або сайт, що її має",
    ),
    "Remove a feed": (
        "Einen Feed entfernen",
        "Retirer un flux",
        "Quitar una fuente",
        "Вилучити стрічку",
    ),
    "Add all feeds of an OPML list": (
        "Alle Feeds einer OPML-Liste hinzufügen",
        "Ajouter tous les flux d’une liste OPML",
        "Añadir todas las fuentes de una lista OPML",
        "Додати всі стрічки зі списку OPML",
    ),
    "What it is about; everything, if you like": (
        "Worum es geht; „everything“ für alles",
        "De quoi il s’agit ; « everything » pour tout",
        "De qué trata; «everything» para todo",
        "Про що йдеться; «everything» — про все",
    ),
    "Such as: daily 08:00, weekdays 9am, every 2 hours; without it, a form opens": (
        "Zum Beispiel: daily 08:00, weekdays 9am, every 2 hours; ohne öffnet sich ein Formular",
        "Par exemple : daily 08:00, weekdays 9am, every 2 hours ; sinon, un formulaire s’ouvre",
        "Por ejemplo: daily 08:00, weekdays 9am, every 2 hours; si no, se abre un formulario",
        "Наприклад: daily 08:00, weekdays 9am, every 2 hours; інакше відкриється форма",
    ),
    "Time zone, such as Europe/Kyiv": (
        "Zeitzone, zum Beispiel Europe/Kyiv",
        "Fuseau horaire, par exemple Europe/Kyiv",
        "Zona horaria, por ejemplo Europe/Kyiv",
        "Часовий пояс, наприклад Europe/Kyiv",
    ),
    "Its number or topic; see /digest list": (
        "Nummer oder Thema; siehe die Liste",
        "Son numéro ou son sujet ; voir la liste",
        "Su número o su tema; véase la lista",
        "Його номер або тема; дивіться список",
    ),
    "The address of the feed or of the site": (
        "Die Adresse des Feeds oder der Seite",
        "L’adresse du flux ou du site",
        "La dirección de la fuente o del sitio",
        "Адреса стрічки або сайту",
    ),
    "Its address, number or title": (
        "Adresse, Nummer oder Titel",
        "Son adresse, son numéro ou son titre",
        "Su dirección, número o título",
        "Її адреса, номер або назва",
    ),
    "An OPML file, as other feed readers export it": (
        "Eine OPML-Datei, wie andere Programme sie ausgeben",
        "Un fichier OPML, tel que d’autres lecteurs l’exportent",
        "Un archivo OPML, como lo exportan otros lectores",
        "Файл OPML, який експортують інші програми",
    ),
    "How many stories at most; 5 if you say nothing": (
        "Wie viele Meldungen höchstens; sonst 5",
        "Combien de sujets au plus ; sinon 5",
        "Cuántas noticias como mucho; si no, 5",
        "Скільки новин щонайбільше; інакше 5",
    ),
    "All feeds as OPML": (
        "Alle Feeds als OPML",
        "Tous les flux en OPML",
        "Todas las fuentes en OPML",
        "Усі стрічки як OPML",
    ),
}


FORM: dict[str, tuple[str, str, str, str]] = {
    "New digest": ("Neuer Überblick", "Nouvelle revue", "Nuevo boletín", "Новий дайджест"),
    "Change the digest": (
        "Überblick ändern",
        "Modifier la revue",
        "Cambiar el boletín",
        "Змінити дайджест",
    ),
    "Topic": ("Thema", "Sujet", "Tema", "Тема"),
    "Days": ("Tage", "Jours", "Días", "Дні"),
    "Time": ("Uhrzeit", "Heure", "Hora", "Час"),
    "Time zone": ("Zeitzone", "Fuseau horaire", "Zona horaria", "Часовий пояс"),
    "Stories at most": (
        "Meldungen höchstens",
        "Sujets au plus",
        "Noticias como mucho",
        "Новин щонайбільше",
    ),
    "Every day": ("Jeden Tag", "Tous les jours", "Todos los días", "Щодня"),
    "Monday to Friday": (
        "Montag bis Freitag",
        "Du lundi au vendredi",
        "De lunes a viernes",
        "З понеділка по п’ятницю",
    ),
    "Saturday and Sunday": (
        "Samstag und Sonntag",
        "Samedi et dimanche",
        "Sábado y domingo",
        "Субота й неділя",
    ),
    "Mondays": ("Montags", "Le lundi", "Los lunes", "Щопонеділка"),
    "Tuesdays": ("Dienstags", "Le mardi", "Los martes", "Щовівторка"),
    "Wednesdays": ("Mittwochs", "Le mercredi", "Los miércoles", "Щосереди"),
    "Thursdays": ("Donnerstags", "Le jeudi", "Los jueves", "Щочетверга"),
    "Fridays": ("Freitags", "Le vendredi", "Los viernes", "Щоп’ятниці"),
    "Saturdays": ("Samstags", "Le samedi", "Los sábados", "Щосуботи"),
    "Sundays": ("Sonntags", "Le dimanche", "Los domingos", "Щонеділі"),
    "As written below": (
        "Wie unten geschrieben",
        "Comme écrit ci-dessous",
        "Como está escrito abajo",
        "Як написано нижче",
    ),
}
"""What the form for a digest says."""


def say(words: str, locale: str) -> str:
    """Return words of a form in the reader's language, or in English."""
    known = FORM.get(words)
    return known[LANGUAGES.index(locale)] if known and locale in LANGUAGES else words


class Translations(app_commands.Translator):
    """Gives the library the table's words."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """Return a name or description in a language, None where there is none."""
        if locale.value not in LANGUAGES:
            return None
        words = NAMES.get(string.message) or DESCRIPTIONS.get(string.message)
        return words[LANGUAGES.index(locale.value)] if words else None
